namespace Pipeline.Stages.Data.Records;

/// <summary>How much a dataset file may unpack to, whatever it is packed by: far more than text does, and far less than a file that is made
/// to fill the memory.</summary>
internal static class UnpackedLimit
{
    private const long SmallBytes = 64L << 20;
    private const long TextRatio = 200;

    /// <summary>Bytes at most, of a file of so many bytes.</summary>
    public static long Compute(long packed) => SmallBytes + (TextRatio * packed);
}
