namespace Pipeline.Stages.Report;

/// <summary>A dataset whose responses were simplified.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Original">The dataset that it was made from; empty where that is a file that no model was trained on.</param>
public sealed record SimplifiedDataset(string Name, string Original);
