using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>A rephrasing of the user's.</summary>
/// <param name="Prompt">The prompt that it is of.</param>
/// <param name="Kind">What it changes.</param>
/// <param name="Text">How it asks.</param>
internal sealed record GivenRephrasing(InstanceRow Prompt, RephrasingKind Kind, string Text);
