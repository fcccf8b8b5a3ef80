using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>A borrowed span and where its tokens stand in the answer.</summary>
/// <param name="Span">The span.</param>
/// <param name="Answer">The answer that holds it, with its ids.</param>
/// <param name="FirstToken">0-based first token of the span in the answer.</param>
/// <param name="Tokens">Number of tokens.</param>
internal sealed record MeasuredSpan(BorrowedSpanRow Span, GenerationRow Answer, int FirstToken, int Tokens)
{
    /// <summary>The span's tokens as a model reads them.</summary>
    public TokenRun Run => new(new TokenSequence(Answer.PromptIds, Answer.AnswerIds), FirstToken, Tokens);

    /// <summary>Finds a span's tokens: the fewest that cover it, so that one that also spells characters outside counts whole.</summary>
    /// <param name="span">The span.</param>
    /// <param name="answer">The answer that holds it.</param>
    /// <param name="starts">Where in the answer's text each of its tokens starts, see <see cref="TokenTexts.Starts"/>.</param>
    /// <returns>Null where no token spells it, as for answers that came without ids.</returns>
    public static MeasuredSpan? Locate(BorrowedSpanRow span, GenerationRow answer, int[] starts) =>
        SpanTokens.Find(starts, answer.Text.Length, span.Start, span.Start + span.Length) is { } tokens
            ? new MeasuredSpan(span, answer, tokens.First, tokens.Count)
            : null;

    /// <summary>The answer that a span stands in; of several samples the first that holds it.</summary>
    public static GenerationRow? AnswerOf(BorrowedSpanRow span, IEnumerable<GenerationRow> answers) =>
        answers.FirstOrDefault(answer =>
            answer.Text.Length >= span.Start + span.Length && answer.Text.AsSpan(span.Start, span.Length).SequenceEqual(span.Text)
        );
}
