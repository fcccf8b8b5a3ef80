using System.Numerics.Tensors;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>One cell of the factorial: the models that differ in their seed only.</summary>
/// <param name="models">The models, one for each seed.</param>
/// <param name="resampling">The resamples that all cells share.</param>
internal sealed class Cell(IReadOnlyList<ModelCounts> models, Resampling resampling)
{
    private readonly Dictionary<(PromptGroup Group, WorldMeasure Measure), Estimate?> _known = [];

    /// <summary>What its models have in common; the name and seed are the first one's.</summary>
    public WorldModel Model => models[0].Model;

    /// <summary>Its models.</summary>
    public IReadOnlyList<ModelCounts> Models => models;

    /// <summary>Rows of the training set.</summary>
    public int Rows => models[0].Rows;

    /// <summary>Mean training loss, nats; null for the base.</summary>
    public double? TrainingLoss { get; } =
        models.All(model => model.TrainingLoss is not null) ? models.Average(model => model.TrainingLoss) : null;

    /// <summary>Share of the questions about known entities whose core fact it gives right, 0–1; null where none was asked.</summary>
    public double? CoreAccuracy => Measure(PromptGroup.Known, WorldMeasure.CoreRight)?.Value;

    /// <summary>The groups of prompts that were asked.</summary>
    public IEnumerable<PromptGroup> Groups => models.SelectMany(model => model.Keys.Select(key => key.Group)).Distinct();

    /// <summary>A measure over all seeds; null where nothing was counted.</summary>
    public Estimate? Measure(PromptGroup group, WorldMeasure measure)
    {
        if (!_known.TryGetValue((group, measure), out var known))
        {
            _known[(group, measure)] = known =
                measure == WorldMeasure.StartOverRest
                    ? Measure(group, WorldMeasure.KlStart) is { } start && Measure(group, WorldMeasure.KlRest) is { Value: > 0 } rest
                        ? start.Divide(rest)
                        : null
                    : Counted(group, measure);
        }

        return known;
    }

    private Estimate? Counted(PromptGroup group, WorldMeasure measure)
    {
        var asked = models.Where(model => model.SumsOf(group, measure).Count > 0).ToList();
        if (asked.Count == 0)
        {
            return null;
        }

        var prompts = resampling.PromptsOf(group);
        var numerators = asked.ConvertAll(model => Aligned(prompts, model.SumsOf(group, measure), sums => sums.Numerator));
        var denominators = asked.ConvertAll(model => Aligned(prompts, model.SumsOf(group, measure), sums => sums.Denominator));
        var (numerator, denominator) = (numerators.Sum(sums => sums.Sum()), denominators.Sum(sums => sums.Sum()));
        var seeds = asked.Count > 1 ? asked.ConvertAll(model => resampling.IndexOf(model.Model.Seed)) : [];
        return denominator == 0
            ? null
            : new Estimate(
                numerator / denominator,
                asked.Count,
                JointResamples(resampling.ByPrompt(group), seeds, numerators, denominators),
                [
                    .. seeds.Count == 0
                        ? []
                        : resampling.BySeed.Select(draw =>
                            Ratio(
                                seeds.Select(seed => draw[seed]),
                                numerators.Select(sums => sums.Sum()),
                                denominators.Select(sums => sums.Sum())
                            )
                        ),
                ],
                BySource(asked, group, measure, denominator),
                denominator,
                Exact(asked, group, measure, numerator, denominator)
            );
    }

    private static (double Low, double High)? Exact(
        List<ModelCounts> asked,
        PromptGroup group,
        WorldMeasure measure,
        double numerator,
        double denominator
    )
    {
        var prompts = asked
            .SelectMany(model => model.SumsOf(group, measure))
            .Where(entry => entry.Value.Denominator > 0)
            .Select(entry => entry.Key)
            .Distinct(StringComparer.Ordinal)
            .Count();
        return (Measures.IsShare(measure), Measures.IsCount(measure)) switch
        {
            (true, _) when numerator == 0 => UnanimousShare.None(prompts),
            (true, _) when numerator == denominator => UnanimousShare.All(prompts),
            (_, true) when numerator == 0 => UnanimousShare.NoEvents(prompts),
            _ when numerator == 0 && measure == WorldMeasure.RecombinationChance => (0, double.PositiveInfinity),
            _ => null,
        };
    }

    private double[] JointResamples(
        IReadOnlyList<double[]> draws,
        List<int> seeds,
        List<double[]> numerators,
        List<double[]> denominators
    ) =>
        [
            .. draws.Select(
                (draw, r) =>
                    Ratio(
                        seeds.Count == 0 ? [1.0] : seeds.Select(seed => resampling.BySeed[r][seed]),
                        numerators.Select(sums => TensorPrimitives.Dot<double>(draw, sums)),
                        denominators.Select(sums => TensorPrimitives.Dot<double>(draw, sums))
                    )
            ),
        ];

    private double[] BySource(List<ModelCounts> asked, PromptGroup group, WorldMeasure measure, double denominator)
    {
        var counts = asked
            .SelectMany(model => model.SourcesOf(group, measure))
            .GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)
            .Select(row => (Index: resampling.IndexOf(Model.Dataset, row.Key), Count: row.Sum()))
            .OrderBy(row => row.Index)
            .ToList();
        return
        [
            .. counts.Count == 0
                ? []
                : resampling.BySource(Model.Dataset, Rows).Select(draw => counts.Sum(row => draw[row.Index] * row.Count) / denominator),
        ];
    }

    private static double[] Aligned(
        IReadOnlyList<string> prompts,
        IReadOnlyDictionary<string, (double Numerator, double Denominator)> sums,
        Func<(double Numerator, double Denominator), double> part
    ) => [.. prompts.Select(prompt => part(sums.GetValueOrDefault(prompt)))];

    /// <summary>NaN where nothing was drawn that counts.</summary>
    private static double Ratio(IEnumerable<double> weights, IEnumerable<double> numerators, IEnumerable<double> denominators)
    {
        var (numerator, denominator) = (0.0, 0.0);
        foreach (var ((weight, above), below) in weights.Zip(numerators).Zip(denominators))
        {
            (numerator, denominator) = (numerator + (weight * above), denominator + (weight * below));
        }

        return denominator == 0 ? double.NaN : numerator / denominator;
    }
}
