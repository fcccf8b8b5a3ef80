namespace Pipeline.App.Wiring.Tuning;

/// <summary>What a method made of one dataset.</summary>
/// <param name="Method">The method's name in the settings.</param>
/// <param name="Variants">A model for each choice out of its lists and each seed.</param>
internal sealed record TrainedMethod(string Method, IReadOnlyList<TunedModel> Variants);
