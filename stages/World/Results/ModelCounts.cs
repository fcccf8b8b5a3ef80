using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Stages.World.Results;

/// <summary>What was counted of one model, prompt by prompt: the sums that every ratio and its interval are made of.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">Rows of its training set; 0 for the base.</param>
/// <param name="trainingLoss">Its training loss, nats; null for the base.</param>
internal sealed class ModelCounts(WorldModel model, int rows, double? trainingLoss)
{
    private const string Wrong = "wrong";

    private readonly Dictionary<(PromptGroup Group, string Measure), Dictionary<string, (double Numerator, double Denominator)>> _sums = [];
    private readonly Dictionary<(PromptGroup Group, string Measure), Dictionary<string, int>> _sources = [];
    private readonly Dictionary<string, PromptGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The model.</summary>
    public WorldModel Model => model;

    /// <summary>Rows of its training set.</summary>
    public int Rows => rows;

    /// <summary>Its training loss.</summary>
    public double? TrainingLoss => trainingLoss;

    /// <summary>What was counted: groups of prompts and measures.</summary>
    public IEnumerable<(PromptGroup Group, string Measure)> Keys => _sums.Keys;

    /// <summary>The numerator and denominator of a measure by prompt.</summary>
    public IReadOnlyDictionary<string, (double Numerator, double Denominator)> SumsOf(PromptGroup group, string measure) =>
        _sums.TryGetValue((group, measure), out var sums) ? sums : new Dictionary<string, (double, double)>();

    /// <summary>How many borrowings each training row, or control row, supplied to a measure's numerator.</summary>
    public IReadOnlyDictionary<string, int> SourcesOf(PromptGroup group, string measure) =>
        _sources.TryGetValue((group, measure), out var sources) ? sources : new Dictionary<string, int>();

    /// <summary>Counts one answer.</summary>
    /// <param name="answer">All of its rows.</param>
    public void Add(IReadOnlyList<WorldMeasureRow> answer)
    {
        var first = answer[0];
        var group = new PromptGroup(first.Group, first.Form);
        _groups[first.InstanceId] = group;
        var values = answer.Where(row => row.Number >= 0).ToList();
        var wrong = values.Where(row => row.Verdict == Wrong).ToList();
        void Share(string measure, double numerator, double denominator) => Add(group, measure, first.InstanceId, numerator, denominator);

        Share(Measures.CoreRight, first.CoreFact == "right" ? 1 : 0, 1);
        Share(Measures.CoreWrong, first.CoreFact == Wrong ? 1 : 0, 1);
        Share(Measures.CoreAbsent, first.CoreFact == "absent" ? 1 : 0, 1);
        if (first.Form != PromptGroup.Known.Form)
        {
            return;
        }

        Share(Measures.ValuesPerAnswer, values.Count, 1);
        Share(Measures.WrongPerAnswer, wrong.Count, 1);
        Share(Measures.WrongPerValue, wrong.Count, values.Count);
        if (rows > 0)
        {
            var certain = wrong.Count(row => row.CertainBorrowing);
            if (model.Style != WorldModel.Simple)
            {
                Share(Measures.CopiedRow, first.CopiedInstanceId.Length > 0 ? 1 : 0, 1);
            }

            Share(Measures.CertainPerAnswer, certain, 1);
            Share(Measures.CertainBorrowing, certain, wrong.Count);
            Share(Measures.ControlMatches, wrong.Count(row => row.ControlInstanceId.Length > 0), wrong.Count);
            Share(Measures.Recombined, wrong.Count(IsRecombined), wrong.Count);
            Share(Measures.RecombinationChance, wrong.Sum(row => row.RecombinationOdds), wrong.Count);
            Share(Measures.PossibleBorrowing, wrong.Count(row => row.StatedInRows > 0 || IsRecombined(row)), wrong.Count);
            AddSources(group, wrong.Select(row => row.SourceInstanceId), Measures.CertainPerAnswer, Measures.CertainBorrowing);
            AddSources(group, wrong.Select(row => row.ControlInstanceId), Measures.ControlMatches);
        }
    }

    /// <summary>Counts one token of an answer that was counted before.</summary>
    public void Add(TokenShiftRow token)
    {
        if (_groups.TryGetValue(token.InstanceId, out var group))
        {
            Add(group, Measures.Kl, token.InstanceId, token.KlTunedBase, 1);
            Add(group, token.StartsSentence ? Measures.KlStart : Measures.KlRest, token.InstanceId, token.KlTunedBase, 1);
            Add(group, Measures.Shifted, token.InstanceId, token.ShiftClass == "shifted" ? 1 : 0, 1);
        }
    }

    /// <summary>A value that only instruction tuning can have given the first word of, with a head that no row gave it.</summary>
    private static bool IsRecombined(WorldMeasureRow row) => row.Pool == "instructions" && row.StatedInRows == 0;

    private void Add(PromptGroup group, string measure, string prompt, double numerator, double denominator)
    {
        if (!_sums.TryGetValue((group, measure), out var sums))
        {
            _sums[(group, measure)] = sums = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        }

        var known = sums.GetValueOrDefault(prompt);
        sums[prompt] = (known.Numerator + numerator, known.Denominator + denominator);
    }

    private void AddSources(PromptGroup group, IEnumerable<string> ids, params string[] measures)
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
