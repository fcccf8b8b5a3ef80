namespace Pipeline.Stages.Report;

/// <summary>What a run knows of one node beside its artifact: volatile, so never part of it.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Parts">Its parts; 1 for a fold.</param>
/// <param name="Hits">Parts taken from the cache.</param>
/// <param name="Rows">Rows of its table.</param>
/// <param name="Seconds">Time spent computing its parts, in this run or in those that made them; null where no record says.</param>
/// <param name="Digest">SHA-256 over its artifact's parts and files.</param>
/// <param name="Files">Its Parquet parts and plain files, as paths from the page's folder.</param>
public sealed record RunFact(string Node, int Parts, int Hits, long Rows, double? Seconds, string Digest, IReadOnlyList<string> Files)
{
    /// <summary>Parts of which no record says what they took.</summary>
    public int Untimed { get; init; }
}
