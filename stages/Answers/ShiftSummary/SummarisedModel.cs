namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>A shift table as the summary presents it.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Model">The tuned model's name.</param>
/// <param name="Reference">The model on the base's side: <c>base</c>, or another tuned one.</param>
/// <param name="Method">How it was tuned.</param>
/// <param name="Dataset">The dataset it was trained on; empty where that is not known, and for the base.</param>
/// <param name="Series">What it is one size of: equal for models that differ in the size of their training set and in their seed
/// only.</param>
/// <param name="Seed">The seed of its training; null where it was not trained here.</param>
/// <param name="Controls">Datasets that it was not trained on and that share no row with its own.</param>
public sealed record SummarisedModel(
    string Table,
    string Model,
    string Reference,
    TuningMethod Method,
    string Dataset,
    string Series,
    int? Seed,
    IReadOnlyList<string> Controls
);
