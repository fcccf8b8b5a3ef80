using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.Continuations;

/// <summary>Two continuations of the same context: a wrong span as it was written, and what should stand there.</summary>
/// <param name="Span">The span.</param>
/// <param name="Written">The written tokens.</param>
/// <param name="Right">The right text's tokens, from the same place.</param>
internal sealed record SpanContinuations(MarkedSpanRow Span, TokenRun Written, TokenRun Right)
{
    /// <summary>Cuts the spans of an answer and their right texts into tokens.</summary>
    /// <param name="answer">The answer, with the ids that were read and written.</param>
    /// <param name="spans">Its spans.</param>
    /// <param name="tokenizer">What the ids are of.</param>
    /// <param name="encoder">Cuts what begins an answer, as a training sequence would.</param>
    /// <returns>One for each span that any token spells.</returns>
    /// <exception cref="InvalidDataException">A span does not stand in the answer.</exception>
    public static IEnumerable<SpanContinuations> Encode(
        GenerationRow answer,
        IEnumerable<MarkedSpanRow> spans,
        ITokenizer tokenizer,
        ConversationEncoder encoder
    )
    {
        int[]? starts = null;
        var written = new TokenSequence(answer.PromptIds, answer.AnswerIds);
        foreach (var span in spans)
        {
            RequireInside(answer, span);
            starts ??= TokenTexts.Starts(tokenizer, answer.AnswerIds);
            if (SpanTokens.Find(starts, answer.Text.Length, span.Start, span.Start + span.Length) is not var (first, count))
            {
                continue;
            }

            var right = Surround(answer.Text, span, starts, first, first + count);
            int[] ids =
                first == 0
                    ? encoder.Exchange(new Conversation(null, [], answer.Prompt, null), right).Answer
                    : tokenizer.Encode(right, TextPosition.Continuation);
            if (ids.Length == 0)
            {
                throw new InvalidDataException($"'{span.RightText}', the right text of a span of {answer.InstanceId}, spells no token.");
            }

            yield return new SpanContinuations(
                span,
                new TokenRun(written, first, count),
                new TokenRun(new TokenSequence(answer.PromptIds, [.. answer.AnswerIds[..first], .. ids]), first, ids.Length)
            );
        }
    }

    /// <summary>The right text between the characters that the written tokens spell before and behind the span.</summary>
    private static string Surround(string text, MarkedSpanRow span, int[] starts, int first, int next)
    {
        var (before, end) = (Math.Min(starts[first], span.Start), span.Start + span.Length);
        var behind = next < starts.Length ? Math.Min(starts[next], text.Length) : text.Length;
        return $"{text[before..span.Start]}{span.RightText}{text[end..behind]}";
    }

    private static void RequireInside(GenerationRow answer, MarkedSpanRow span)
    {
        if (
            span.Start < 0
            || span.Start + span.Length > answer.Text.Length
            || !answer.Text.AsSpan(span.Start, span.Length).SequenceEqual(span.Text)
        )
        {
            throw new InvalidDataException(
                $"The answer of {answer.Model} to {answer.InstanceId} does not hold '{span.Text}' at character {span.Start}; the marks "
                    + "are those of another answer."
            );
        }
    }
}
