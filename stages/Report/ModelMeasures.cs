using System.Runtime.CompilerServices;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Report;

/// <summary>What is measured of a model over a list of prompts: figures over the same list share its resamples, so that models can be
/// compared prompt by prompt. Null where nothing was measured.</summary>
internal static class ModelMeasures
{
    /// <summary>KL(tuned‖base), nats a token, below which a model is not told from the base: less than what two decimals show, and of the
    /// size that rounding in 16 bits makes.</summary>
    public const double NegligibleKl = 0.005;

    private const double PerThousand = 1000;

    private static readonly ConditionalWeakTable<IReadOnlyList<string>, Bootstrap> _resamples = [];

    /// <summary>KL(tuned‖base) by token, nats.</summary>
    public static Estimate? Kl(ModelFindings found, IReadOnlyList<string> prompts) =>
        PerToken(found.Shift, prompts, Quantity.Mean, token => token.KlTunedBase);

    /// <summary>Share of tokens of a class, 0–1.</summary>
    public static Estimate? ClassShare(ModelFindings found, IReadOnlyList<string> prompts, ShiftClass shiftClass) =>
        PerToken(found.Shift, prompts, Quantity.Share, token => token.ShiftClass == shiftClass ? 1 : 0);

    /// <summary>KL(tuned‖base), nats, over the tokens that start sentences, or over the others.</summary>
    public static Estimate? SentenceKl(ModelFindings found, IReadOnlyList<string> prompts, bool start) =>
        PerToken(found.Shift.Where(token => token.StartsSentence == start), prompts, Quantity.Mean, token => token.KlTunedBase);

    /// <summary>Borrowed spans per thousand answer words.</summary>
    public static Estimate? Borrowed(ModelFindings found, IReadOnlyList<string> prompts) =>
        Measure(
            prompts,
            ClusterSums.Sum(prompts, found.Borrowed, span => span.InstanceId, _ => 1),
            Words(found, prompts),
            Quantity.Rate,
            PerThousand
        );

    /// <summary>The mean length of an answer, words.</summary>
    public static Estimate? MeanWords(ModelFindings found, IReadOnlyList<string> prompts) =>
        Mean(found, prompts, Quantity.Mean, judgement => judgement.Words);

    /// <summary>The mean of a score from 0 to 1 over the answers that have it.</summary>
    public static Estimate? MeanScore(ModelFindings found, IReadOnlyList<string> prompts, Func<JudgementRow, double?> score) =>
        Mean(found, prompts, Quantity.Share, score);

    private static Estimate? Mean(ModelFindings found, IReadOnlyList<string> prompts, Quantity quantity, Func<JudgementRow, double?> score)
    {
        var scored = found.Judgements.Where(judgement => score(judgement) is not null).ToList();
        return Measure(
            prompts,
            ClusterSums.Sum(prompts, scored, judgement => judgement.InstanceId, judgement => score(judgement)!.Value),
            ClusterSums.Sum(prompts, scored, judgement => judgement.InstanceId, _ => 1),
            quantity
        );
    }

    private static Estimate? PerToken(
        IEnumerable<TokenShiftRow> tokens,
        IReadOnlyList<string> prompts,
        Quantity quantity,
        Func<TokenShiftRow, double> value
    )
    {
        var counted = tokens.ToList();
        return Measure(
            prompts,
            ClusterSums.Sum(prompts, counted, token => token.InstanceId, value),
            ClusterSums.Sum(prompts, counted, token => token.InstanceId, _ => 1),
            quantity
        );
    }

    private static double[] Words(ModelFindings found, IReadOnlyList<string> prompts) =>
        ClusterSums.Sum(prompts, found.Judgements, judgement => judgement.InstanceId, judgement => judgement.Words);

    private static Estimate? Measure(
        IReadOnlyList<string> prompts,
        double[] numerators,
        double[] denominators,
        Quantity quantity,
        double scale = 1
    ) =>
        ClusteredRatio.Measure(
            numerators,
            denominators,
            quantity,
            _resamples.GetValue(prompts, static list => new Bootstrap(list.Count)),
            scale
        );
}
