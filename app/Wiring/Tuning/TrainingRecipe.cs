using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>All that a training takes: done again with it on the same rows, it gives the same weights.</summary>
/// <param name="Method">The method's name in the settings.</param>
/// <param name="Variant">The choice out of the method's lists.</param>
/// <param name="Dataset">What it is trained on.</param>
/// <param name="Tokens">The node of the dataset's rows as tokens.</param>
internal sealed record TrainingRecipe(string Method, MethodVariant Variant, WiredDataset Dataset, StageNode Tokens);
