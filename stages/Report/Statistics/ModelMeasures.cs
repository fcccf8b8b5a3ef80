using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Report.Statistics;

/// <summary>What is measured of a model, as ratios over a list of prompts, so that models can be compared prompt by prompt.</summary>
internal static class ModelMeasures
{
    private const double PerThousand = 1000;

    /// <summary>KL(tuned‖base) by token, nats.</summary>
    public static PromptRatio Kl(ModelFindings found, IReadOnlyList<string> prompts) =>
        PerToken(found.Shift, prompts, token => token.KlTunedBase);

    /// <summary>Share of tokens of a class, 0–1.</summary>
    public static PromptRatio ClassShare(ModelFindings found, IReadOnlyList<string> prompts, string shiftClass) =>
        PerToken(found.Shift, prompts, token => token.ShiftClass == shiftClass ? 1 : 0);

    /// <summary>KL(tuned‖base), nats, over the tokens that start sentences, or over the others.</summary>
    public static PromptRatio SentenceKl(ModelFindings found, IReadOnlyList<string> prompts, bool start) =>
        PerToken(found.Shift.Where(token => token.StartsSentence == start), prompts, token => token.KlTunedBase);

    /// <summary>Borrowed spans of at least so many words, per so many answer words.</summary>
    public static PromptRatio Borrowed(ModelFindings found, IReadOnlyList<string> prompts, int minWords = 0, double per = PerThousand) =>
        new(
            PromptSums.Sum(prompts, found.Borrowed.Where(span => span.Words >= minWords), span => span.InstanceId, _ => per),
            Words(found, prompts)
        );

    /// <summary>The same rate of the control's answers against the rows of a model.</summary>
    public static PromptRatio ControlBorrowed(
        ModelFindings found,
        ModelFindings control,
        IReadOnlyList<string> prompts,
        int minWords = 0,
        double per = PerThousand
    ) =>
        new(
            PromptSums.Sum(
                prompts,
                found.ControlSpans!.Where(span => span.Borrowed && span.Words >= minWords),
                span => span.InstanceId,
                _ => per
            ),
            Words(control, prompts)
        );

    /// <summary>The mean of a score over the answers that have it.</summary>
    public static PromptRatio Mean(ModelFindings found, IReadOnlyList<string> prompts, Func<JudgementRow, double?> score)
    {
        var scored = found.Judgements.Where(judgement => score(judgement) is not null).ToList();
        return new PromptRatio(
            PromptSums.Sum(prompts, scored, judgement => judgement.InstanceId, judgement => score(judgement)!.Value),
            PromptSums.Sum(prompts, scored, judgement => judgement.InstanceId, _ => 1)
        );
    }

    private static PromptRatio PerToken(IEnumerable<TokenShiftRow> tokens, IReadOnlyList<string> prompts, Func<TokenShiftRow, double> value)
    {
        var counted = tokens.ToList();
        return new PromptRatio(
            PromptSums.Sum(prompts, counted, token => token.InstanceId, value),
            PromptSums.Sum(prompts, counted, token => token.InstanceId, _ => 1)
        );
    }

    private static double[] Words(ModelFindings found, IReadOnlyList<string> prompts) =>
        PromptSums.Sum(prompts, found.Judgements, judgement => judgement.InstanceId, judgement => judgement.Words);
}
