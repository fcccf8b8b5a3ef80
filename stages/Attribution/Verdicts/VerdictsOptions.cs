namespace Pipeline.Stages.Attribution.Verdicts;

/// <summary>Settings of the verdict after retraining: there are none but whose spans.</summary>
/// <param name="Model">The model's name.</param>
public sealed record VerdictsOptions(string Model);
