namespace Pipeline.Modeling.Search;

/// <summary>A row of a dataset as a <see cref="PhraseIndex"/> takes it.</summary>
/// <param name="Id">Its id, which no other row has.</param>
/// <param name="Texts">Its texts, in order.</param>
public sealed record PhraseRow(string Id, IReadOnlyList<PhraseText> Texts);
