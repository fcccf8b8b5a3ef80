namespace Pipeline.Stages.Ingest;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial EDB88320 (PKWARE's APPNOTE, 4.4.7).</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] _table = Table();

    private uint _remainder = uint.MaxValue;

    /// <summary>The checksum of the bytes so far.</summary>
    public uint Value => ~_remainder;

    /// <summary>Takes in the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var remainder = _remainder;
        foreach (var next in bytes)
        {
            remainder = _table[(byte)(remainder ^ next)] ^ (remainder >> 8);
        }

        _remainder = remainder;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            }

            table[i] = entry;
        }

        return table;
    }
}
