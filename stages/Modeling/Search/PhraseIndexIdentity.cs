namespace Pipeline.Modeling.Search;

/// <summary>What an index is of. An index is opened only as what it was made for.</summary>
/// <param name="Dataset">The digest of the dataset.</param>
/// <param name="Settings">The settings that say what of it is indexed.</param>
public sealed record PhraseIndexIdentity(string Dataset, string Settings);
