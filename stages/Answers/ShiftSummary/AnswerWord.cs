using System.Text;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>A word of an answer with the class of the token that it begins in.</summary>
/// <param name="Key">The word, case-folded.</param>
/// <param name="ShiftClass">That class.</param>
internal readonly record struct AnswerWord(string Key, ShiftClass ShiftClass)
{
    /// <summary>The words of one answer from its tokens in order.</summary>
    public static IEnumerable<AnswerWord> Split(IReadOnlyList<TokenShiftRow> tokens)
    {
        var text = new StringBuilder();
        var ends = new int[tokens.Count];
        for (var t = 0; t < tokens.Count; t++)
        {
            ends[t] = text.Append(tokens[t].TokenText).Length;
        }

        var token = 0;
        foreach (var word in Words.Split(text.ToString()))
        {
            while (ends[token] <= word.Start)
            {
                token++;
            }

            yield return new AnswerWord(word.Key, tokens[token].ShiftClass);
        }
    }
}
