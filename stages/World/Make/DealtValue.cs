namespace Pipeline.Stages.World.Make;

/// <summary>A value that an instruction-tuning row states.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Value">The value.</param>
/// <param name="IsDealt">Whether it was dealt to this row alone, from a pool that the pre-training text holds nothing of.</param>
internal sealed record DealtValue(WorldAttribute Attribute, string Value, bool IsDealt);
