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

    public AnswerTokens(ITokenizer tokenizer, IReadOnlyList<int> ids, string text)
    {
        _text = text;
        _starts = TokenTexts.Starts(tokenizer, ids);
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
