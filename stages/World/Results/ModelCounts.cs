using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Stages.World.Results;

/// <summary>What was counted of one model, prompt by prompt: the sums that every ratio and its interval are made of.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">Rows of its training set; 0 for the base.</param>
/// <param name="trainingLoss">Its training loss, nats; null for the base and where it was not measured.</param>
internal sealed class ModelCounts(WorldModel model, int rows, double? trainingLoss)
{
    private readonly Dictionary<
        (PromptGroup Group, WorldMeasure Measure),
        Dictionary<string, (double Numerator, double Denominator)>
    > _sums = [];
    private readonly Dictionary<(PromptGroup Group, WorldMeasure Measure), Dictionary<string, int>> _sources = [];
    private readonly Dictionary<string, PromptGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The model.</summary>
    public WorldModel Model => model;

    /// <summary>Rows of its training set.</summary>
    public int Rows => rows;

    /// <summary>Its training loss.</summary>
    public double? TrainingLoss => trainingLoss;

    /// <summary>What was counted: groups of prompts and measures.</summary>
    public IEnumerable<(PromptGroup Group, WorldMeasure Measure)> Keys => _sums.Keys;

    /// <summary>The numerator and denominator of a measure by prompt.</summary>
    public IReadOnlyDictionary<string, (double Numerator, double Denominator)> SumsOf(PromptGroup group, WorldMeasure measure) =>
        _sums.TryGetValue((group, measure), out var sums) ? sums : new Dictionary<string, (double, double)>();

    /// <summary>How many borrowings each training row, or control row, supplied to a measure's numerator.</summary>
    public IReadOnlyDictionary<string, int> SourcesOf(PromptGroup group, WorldMeasure measure) =>
        _sources.TryGetValue((group, measure), out var sources) ? sources : new Dictionary<string, int>();

    /// <summary>Counts one answer.</summary>
    /// <param name="answer">All of its rows.</param>
    public void Add(IReadOnlyList<WorldMeasureRow> answer)
    {
        var first = answer[0];
        var group = new PromptGroup(first.Group, first.Form);
        _groups[first.InstanceId] = group;
        var values = answer.Where(row => row.Number >= 0).ToList();
        var wrong = values.Where(row => row.Verdict == ValueVerdict.Wrong).ToList();
        void Share(WorldMeasure measure, double numerator, double denominator) =>
            Add(group, measure, first.InstanceId, numerator, denominator);

        Share(WorldMeasure.CoreRight, first.CoreFact == CoreFactOutcome.Right ? 1 : 0, 1);
        Share(WorldMeasure.CoreWrong, first.CoreFact == CoreFactOutcome.Wrong ? 1 : 0, 1);
        Share(WorldMeasure.CoreAbsent, first.CoreFact == CoreFactOutcome.Absent ? 1 : 0, 1);
        if (first.Form != PromptGroup.Known.Form)
        {
            return;
        }

        Share(WorldMeasure.ValuesPerAnswer, values.Count, 1);
        Share(WorldMeasure.WrongPerAnswer, wrong.Count, 1);
        Share(WorldMeasure.WrongPerValue, wrong.Count, values.Count);
        if (rows > 0)
        {
            var certain = wrong.Count(row => row.CertainBorrowing);
            if (model.Style != ResponseStyle.Simple)
            {
                Share(WorldMeasure.CopiedRow, first.CopiedInstanceId.Length > 0 ? 1 : 0, 1);
            }

            Share(WorldMeasure.CertainPerAnswer, certain, 1);
            Share(WorldMeasure.CertainBorrowing, certain, wrong.Count);
            Share(WorldMeasure.ControlMatches, wrong.Count(row => row.ControlInstanceId.Length > 0), wrong.Count);
            Share(WorldMeasure.Recombined, wrong.Count(IsRecombined), wrong.Count);
            Share(WorldMeasure.RecombinationChance, wrong.Sum(row => row.RecombinationOdds), wrong.Count);
            Share(WorldMeasure.PossibleBorrowing, wrong.Count(row => row.StatedInRows > 0 || IsRecombined(row)), wrong.Count);
            AddSources(group, wrong.Select(row => row.SourceInstanceId), WorldMeasure.CertainPerAnswer, WorldMeasure.CertainBorrowing);
            AddSources(group, wrong.Select(row => row.ControlInstanceId), WorldMeasure.ControlMatches);
        }
    }

    /// <summary>Counts one token of an answer that was counted before.</summary>
    public void Add(TokenShiftRow token)
    {
        if (_groups.TryGetValue(token.InstanceId, out var group))
        {
            Add(group, WorldMeasure.Kl, token.InstanceId, token.KlTunedBase, 1);
            Add(group, token.StartsSentence ? WorldMeasure.KlStart : WorldMeasure.KlRest, token.InstanceId, token.KlTunedBase, 1);
            Add(group, WorldMeasure.Shifted, token.InstanceId, token.ShiftClass == ShiftClass.Shifted ? 1 : 0, 1);
        }
    }

    /// <summary>A value that only instruction tuning can have given the first word of, with a head that no row gave it.</summary>
    private static bool IsRecombined(WorldMeasureRow row) => row.Pool == ValuePool.Instructions && row.StatedInRows == 0;

    private void Add(PromptGroup group, WorldMeasure measure, string prompt, double numerator, double denominator)
    {
        if (!_sums.TryGetValue((group, measure), out var sums))
        {
            _sums[(group, measure)] = sums = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        }

        var known = sums.GetValueOrDefault(prompt);
        sums[prompt] = (known.Numerator + numerator, known.Denominator + denominator);
    }

    private void AddSources(PromptGroup group, IEnumerable<string> ids, params WorldMeasure[] measures)
    {
        foreach (var measure in measures)
        {
            if (!_sources.TryGetValue((group, measure), out var sources))
            {
                _sources[(group, measure)] = sources = new Dictionary<string, int>(StringComparer.Ordinal);
            }

            foreach (var id in ids.Where(id => id.Length > 0))
            {
                sources[id] = sources.GetValueOrDefault(id) + 1;
            }
        }
    }
}
