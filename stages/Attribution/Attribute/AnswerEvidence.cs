using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>The measured tokens of one answer, by where they stand in its text.</summary>
internal sealed class AnswerEvidence
{
    /// <summary>A probability that no float can hold counts as the least that one can: about 103 nats.</summary>
    private const float LeastProbability = float.Epsilon;

    private readonly string _text;
    private readonly IReadOnlyList<TokenShiftRow> _tokens;
    private readonly int[] _starts;

    /// <summary>The tokens of an answer.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="tokens">Its tokens in order, under one wrapper.</param>
    /// <exception cref="InvalidDataException">The tokens do not spell the answer.</exception>
    public AnswerEvidence(string text, IReadOnlyList<TokenShiftRow> tokens)
    {
        (_text, _tokens, _starts) = (text, tokens, new int[tokens.Count]);
        var at = text.Length - tokens.Sum(token => token.TokenText.Length);
        for (var token = 0; token < tokens.Count; token++)
        {
            var spelled = tokens[token].TokenText;
            _starts[token] = at;
            if (at < 0 || string.CompareOrdinal(text, at, spelled, 0, spelled.Length) != 0)
            {
                throw new InvalidDataException(
                    $"The shift's tokens do not spell the answer to {tokens[token].InstanceId}: token {token} is '{spelled}', where the "
                        + $"answer, at character {Math.Max(at, 0)}, goes on with '{Excerpt(text, Math.Max(at, 0))}'."
                );
            }

            at += spelled.Length;
        }
    }

    /// <summary>What the tokens say of a span.</summary>
    /// <param name="start">0-based character where it starts.</param>
    /// <param name="length">Its length, UTF-16 characters.</param>
    /// <returns>Null where no token spells it.</returns>
    public TokenEvidence? Measure(int start, int length)
    {
        if (SpanTokens.Find(_starts, _text.Length, start, start + length) is not var (first, count))
        {
            return null;
        }

        var (surprisal, ratio) = (0.0, 0.0);
        for (var token = first; token < first + count; token++)
        {
            var nats = -Math.Log(Math.Max(_tokens[token].TokenBaseProbability, LeastProbability));
            surprisal += nats;
            ratio += nats + Math.Log(Math.Max(_tokens[token].TokenTunedProbability, LeastProbability));
        }

        var content = new HashSet<int>();
        foreach (var word in Words.Split(_text.Substring(start, length)).Where(word => !StopWords.Contains(word.Key)))
        {
            if (SpanTokens.Find(_starts, _text.Length, start + word.Start, start + word.End) is var (firstOfWord, tokensOfWord))
            {
                content.UnionWith(Enumerable.Range(firstOfWord, tokensOfWord));
            }
        }

        return new TokenEvidence(surprisal, ratio, count, CountClass(ShiftClass.Shifted), CountClass(ShiftClass.Marginal));

        int CountClass(ShiftClass shiftClass) => content.Count(token => _tokens[token].ShiftClass == shiftClass);
    }

    private static string Excerpt(string text, int at) => text.Substring(at, Math.Min(20, text.Length - at));
}
