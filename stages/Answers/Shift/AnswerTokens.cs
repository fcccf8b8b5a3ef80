using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>Where the tokens of an answer stand in its text and in its sentences.</summary>
internal sealed class AnswerTokens
{
    private readonly string _text;
    private readonly int[] _starts;
    private readonly int[] _sentences;
    private readonly int[] _positions;
    private readonly Dictionary<int, int> _lengths = [];

    /// <param name="tokenizer">What the ids are of.</param>
    /// <param name="ids">The answer's ids.</param>
    /// <param name="text">Its text: what the ids spell, up to what ended it; spaces at its beginning may be missing or more, as in texts
    /// from elsewhere.</param>
    public AnswerTokens(ITokenizer tokenizer, IReadOnlyList<int> ids, string text)
    {
        _text = text;
        _starts = Aligned(TokenTexts.Starts(tokenizer, ids), LeadingSpaces(text) - LeadingSpaces(tokenizer.Decode(ids)));
        _sentences = new int[ids.Count];
        _positions = new int[ids.Count];
        var sentences = SentenceSplitter.Split(text);
        for (var t = 0; t < ids.Count; t++)
        {
            _sentences[t] = SentenceAt(sentences, _starts[t]);
            _positions[t] = _lengths.GetValueOrDefault(_sentences[t]);
            _lengths[_sentences[t]] = _positions[t] + 1;
        }
    }

    /// <summary>Fills what a row says of its token's place.</summary>
    public void Describe(TokenShiftRow row, int token)
    {
        var start = Math.Min(_starts[token], _text.Length);
        var end = token + 1 < _starts.Length ? Math.Clamp(_starts[token + 1], start, _text.Length) : _text.Length;
        row.Position = token;
        row.TokenText = _text[start..end];
        row.SentenceIndex = _sentences[token];
        row.PositionInSentence = _positions[token];
        row.SentenceTokens = _lengths[_sentences[token]];
    }

    private static int LeadingSpaces(string text) => text.Length - text.AsSpan().TrimStart(' ').Length;

    /// <summary>Starts in a text that has some spaces more at its beginning than the ids spell, or fewer.</summary>
    private static int[] Aligned(int[] starts, int spaces) =>
        spaces == 0 ? starts : Array.ConvertAll(starts, start => start == 0 ? 0 : Math.Max(0, start + spaces));

    /// <summary>The sentence whose end lies after the character, so that white space counts to the sentence it leads into.</summary>
    private static int SentenceAt(IReadOnlyList<(int Start, int Length)> sentences, int character)
    {
        var index = 0;
        while (index + 1 < sentences.Count && sentences[index].Start + sentences[index].Length <= character)
        {
            index++;
        }

        return index;
    }
}
