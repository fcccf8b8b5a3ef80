using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>One set of resamples for all models: the same prompts, seeds and training rows are drawn for each, so that models stay
/// comparable.</summary>
internal sealed class Resampling
{
    private const int PromptDraws = 13;
    private const int SeedDraws = 14;
    private const int SourceDraws = 15;

    private readonly Dictionary<PromptGroup, IReadOnlyList<string>> _prompts;
    private readonly Dictionary<PromptGroup, Bootstrap> _promptDraws;
    private readonly Dictionary<int, Bootstrap> _sourceDraws = [];
    private readonly Dictionary<string, Dictionary<string, int>> _sources;
    private readonly List<int> _seeds;

    /// <summary>Draws for the prompts, seeds and rows of these models.</summary>
    public Resampling(IReadOnlyList<ModelCounts> models)
    {
        _prompts = models
            .SelectMany(model =>
                model
                    .Keys.Where(key => key.Measure == WorldMeasure.CoreRight)
                    .Select(key => (key.Group, Prompts: model.SumsOf(key.Group, key.Measure).Keys))
            )
            .GroupBy(entry => entry.Group)
            .ToDictionary(
                group => group.Key,
                IReadOnlyList<string> (group) =>
                    group.SelectMany(entry => entry.Prompts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList()
            );
        _promptDraws = _prompts.ToDictionary(entry => entry.Key, entry => new Bootstrap(entry.Value.Count, PromptDraws));
        _seeds = models.Where(model => model.Rows > 0).Select(model => model.Model.Seed).Distinct().Order().ToList();
        BySeed = new Bootstrap(_seeds.Count, SeedDraws).Draws;
        _sources = models
            .GroupBy(model => model.Model.Dataset, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group =>
                    group
                        .SelectMany(model => model.Keys.SelectMany(key => model.SourcesOf(key.Group, key.Measure).Keys))
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .Select((id, index) => (id, index))
                        .ToDictionary(entry => entry.id, entry => entry.index, StringComparer.Ordinal),
                StringComparer.Ordinal
            );
    }

    /// <summary>Resamples of seeds; none where there is one.</summary>
    public IReadOnlyList<double[]> BySeed { get; }

    /// <summary>The prompts of a group that any model answered, in the order of resamples.</summary>
    public IReadOnlyList<string> PromptsOf(PromptGroup group) => _prompts[group];

    /// <summary>Resamples of the prompts of a group.</summary>
    public IReadOnlyList<double[]> ByPrompt(PromptGroup group) => _promptDraws[group].Draws;

    /// <summary>Where a seed stands in a resample of seeds.</summary>
    public int IndexOf(int seed) => _seeds.IndexOf(seed);

    /// <summary>Where a training row of a dataset, or its control, stands in a resample of rows.</summary>
    public int IndexOf(string dataset, string instanceId) => _sources[dataset][instanceId];

    /// <summary>Resamples of the rows of a dataset: rows that supplied nothing are drawn too.</summary>
    public IReadOnlyList<double[]> BySource(string dataset, int rows)
    {
        var drawn = Math.Max(rows, _sources[dataset].Count);
        if (!_sourceDraws.TryGetValue(drawn, out var draws))
        {
            _sourceDraws[drawn] = draws = new Bootstrap(drawn, SourceDraws);
        }

        return draws.Draws;
    }
}
