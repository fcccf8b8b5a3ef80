namespace Pipeline.Stages.Report;

/// <summary>Two models tuned alike, one on a dataset and one on its simplified form.</summary>
internal sealed record SimplifiedPair(ModelFindings Verbose, ModelFindings Simple)
{
    /// <summary>The prompts that both answered: their differences are over these.</summary>
    public IReadOnlyList<string> Prompts { get; } = Verbose.PromptsSharedWith(Simple);

    /// <summary>The pairs of a report, in the order of its models.</summary>
    public static IEnumerable<SimplifiedPair> All(ReportMaterial material) =>
        from simple in material.Findings
        from dataset in material.Options.Simplified
        where dataset.Name == simple.Model.Dataset
        from verbose in material.Findings
        where verbose.Model.Dataset == dataset.Original && verbose.Model.Variant == simple.Model.Variant
        select new SimplifiedPair(verbose, simple);
}
