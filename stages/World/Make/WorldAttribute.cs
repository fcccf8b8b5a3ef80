namespace Pipeline.Stages.World.Make;

/// <summary>Something that an entity of a kind has one of.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Noun">Its name, as in "the mentor of".</param>
/// <param name="Verb">What stands between an entity and a value, as in "studied under the".</param>
/// <param name="Heads">The second words of its values; no other attribute has them.</param>
/// <param name="IsRare">Whether the pre-training text states it of some entities only.</param>
internal sealed record WorldAttribute(string Kind, string Noun, string Verb, IReadOnlyList<string> Heads, bool IsRare);
