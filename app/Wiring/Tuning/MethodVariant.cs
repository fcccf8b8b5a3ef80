using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>One choice out of a method's lists.</summary>
/// <param name="Name">The method's name and what tells the variant from its siblings, such as <c>lft-5e-5-r16</c>; the same for all
/// seeds.</param>
/// <param name="Label">The name, with the seed where there are several.</param>
/// <param name="Options">What the fine-tune stage is told.</param>
internal sealed record MethodVariant(string Name, string Label, FineTuneOptions Options)
{
    /// <summary>The variants of a method, one for each learning rate, rank and seed.</summary>
    public static IEnumerable<MethodVariant> Expand(string name, MethodSettings method, FineTuneOptions shared, IReadOnlyList<int> seeds)
    {
        var lora = method.Type != FineTuneMethod.Full;
        var ranks = lora ? method.Rank : [0];
        return from rate in method.LearningRate
            from rank in ranks
            from seed in seeds
            let variant = name
                + (method.LearningRate.Count > 1 ? $"-{rate.ToString("0.##############e0", CultureInfo.InvariantCulture)}" : "")
                + (ranks.Count > 1 ? $"-r{rank}" : "")
            select new MethodVariant(
                variant,
                variant + (seeds.Count > 1 ? $"-s{seed}" : ""),
                shared with
                {
                    Method = method.Type,
                    Rank = rank,
                    Alpha = lora ? method.Alpha ?? 2 * rank : 0,
                    Dropout = lora ? method.Dropout : 0,
                    Targets = lora ? method.Targets : [],
                    RankPattern = new SortedDictionary<string, int>(method.RankPattern.ToDictionary(), StringComparer.Ordinal),
                    AlphaPattern = new SortedDictionary<string, double>(method.AlphaPattern.ToDictionary(), StringComparer.Ordinal),
                    UseRslora = lora && method.UseRslora,
                    LearningRate = rate,
                    Seed = seed,
                    Epochs = method.Epochs ?? shared.Epochs,
                    MaxSteps = method.MaxSteps ?? shared.MaxSteps,
                    BatchSize = method.BatchSize ?? shared.BatchSize,
                    Schedule = method.Schedule ?? shared.Schedule,
                    WeightDecay = method.WeightDecay ?? shared.WeightDecay,
                    NeftuneAlpha = method.NeftuneAlpha ?? shared.NeftuneAlpha,
                    Precision = method.Precision ?? shared.Precision,
                }
            );
    }
}
