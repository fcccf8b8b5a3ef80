namespace Pipeline.Stages.Report;

/// <summary>Two models tuned alike, one on a dataset and one on its simplified form.</summary>
internal sealed record SimplifiedPair(ModelFindings Verbose, ModelFindings Simple)
{
    /// <summary>The prompts that both answered: their differences are over these.</summary>
    public IReadOnlyList<string> Prompts { get; } = Verbose.PromptsSharedWith(Simple);

    /// <summary>The pairs of a report, in the order of the models.</summary>
    /// <param name="material">The report's material.</param>
    /// <param name="models">Its models, or what they are with their seeds together.</param>
    public static IEnumerable<SimplifiedPair> All(ReportMaterial material, IReadOnlyList<ModelFindings> models) =>
        from simple in models
        from dataset in material.Options.Simplified
        where dataset.Name == simple.Model.Dataset
        from verbose in models
        where verbose.Model.Dataset == dataset.Original && verbose.Model.Variant == simple.Model.Variant
        select new SimplifiedPair(verbose, simple);
}
