using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>A tokenizer that decodes only: a token's id is its place among the pieces given.</summary>
internal sealed class PieceTokenizer(params string[] pieces) : ITokenizer
{
    /// <summary>The ids of all pieces in order.</summary>
    public int[] Ids => [.. Enumerable.Range(0, pieces.Length)];

    public int VocabularySize => pieces.Length;

    public int? BeginOfText => null;

    public IReadOnlyList<int> TokensBefore => [];

    public IReadOnlyList<int> TokensAfter => [];

    public int? EndOfText => null;

    public IReadOnlyList<int> EndTokens => [];

    public IReadOnlyCollection<string> SpecialTokens => [];

    public int[] Encode(string text, TextPosition position = TextPosition.Beginning) => throw new NotSupportedException();

    public int[] Encode(string text, SpecialTokenHandling special) => throw new NotSupportedException();

    public IReadOnlyList<PlacedToken> Place(string text, SpecialTokenHandling? special) => throw new NotSupportedException();

    public ITokenizer Hiding(IReadOnlySet<int> ids) => throw new NotSupportedException();

    public string Decode(IReadOnlyList<int> ids) => string.Concat(ids.Select(id => pieces[id]));

    public string? TokenOf(int id) => pieces[id];

    public bool TryGetId(string token, out int id) => throw new NotSupportedException();

    public bool TryGetSpecial(string token, out SpecialToken special) => throw new NotSupportedException();

    public SpecialToken SpecialOf(int id) => throw new NotSupportedException();
}
