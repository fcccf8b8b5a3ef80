namespace Pipeline.App.Wiring.Answers;

/// <summary>A model and those that its controls are found among.</summary>
/// <param name="Model">The model.</param>
/// <param name="Among">The models: the base for one with weights, imported answers for imported answers.</param>
internal sealed record ControlledModel(ComparedModel Model, IReadOnlyList<ComparedModel> Among);
