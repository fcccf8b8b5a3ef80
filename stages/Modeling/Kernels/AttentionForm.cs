namespace Pipeline.Modeling.Kernels;

/// <summary>Sizes of one causal attention.</summary>
/// <param name="Batch">Rows.</param>
/// <param name="Length">Tokens of a row.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="Groups">Key and value heads.</param>
/// <param name="Width">Dimensions of a head.</param>
/// <param name="Scale">What scores are multiplied by.</param>
internal sealed record AttentionForm(int Batch, int Length, int Heads, int Groups, int Width, float Scale)
{
    /// <summary>Queries that are taken at once: four tiles of rows, whose scores for 256 keys, 32 KiB, stay near the core.</summary>
    public const int Block = 32;

    /// <summary>Columns of a row of scores, which fill whole tiles.</summary>
    public int PaddedLength => TileProduct.PaddedColumns(Length);

    /// <summary>Columns of a head's dimensions, which fill whole tiles.</summary>
    public int PaddedWidth => TileProduct.PaddedColumns(Width);

    /// <summary>Index of a query's log-sum-exp.</summary>
    public long LogSumExpIndex(int row, int head, int token) => ((((long)row * Heads) + head) * Length) + token;
}
