using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>The values that a training set states, after rows were dropped from it and responses shortened.</summary>
internal sealed class TrainingValues
{
    private readonly Dictionary<EntityValue, string> _onlyIn = [];
    private readonly HashSet<(string Kind, string Entity, string Attribute, string Value)> _facts = [];
    private readonly Dictionary<EntityValue, List<int>> _rowsOf = [];
    private readonly List<(string InstanceId, string Kind, string Entity, int Values)> _rows = [];

    private readonly Dictionary<(string Kind, string Attribute, string Modifier), int> _dealtWith;

    /// <summary>Keeps those of the sources' values that the instances' responses still state.</summary>
    public TrainingValues(StatedValues parser, IReadOnlyList<WorldSourceRow> sources, IReadOnlyList<InstanceRow> instances)
    {
        var byRow = sources.ToLookup(source => source.InstanceId, StringComparer.Ordinal);
        foreach (var instance in instances)
        {
            var stated = InstanceText
                .ListResponses(instance)
                .SelectMany(response => parser.In(response.Text))
                .Select(EntityValue.FromStated)
                .ToHashSet();
            var kept = byRow[instance.InstanceId].Where(source => stated.Contains(ValueOf(source))).ToList();
            if (kept.Count > 0)
            {
                Add(instance.InstanceId, kept);
            }
        }

        _dealtWith = _onlyIn.Keys.CountBy(ModifierOf).ToDictionary();
    }

    /// <summary>The one row that holds a value that stands nowhere else; null where there is none.</summary>
    public string? OnlyRowOf(EntityValue value) => _onlyIn.GetValueOrDefault(value);

    /// <summary>Rows that state a value.</summary>
    public int RowsOf(EntityValue value) => _rowsOf.GetValueOrDefault(value)?.Count ?? 0;

    /// <summary>Of the dealt values with a modifier that rows might state, those that do over those that do not; 0 where the value itself
    /// is stated.</summary>
    /// <param name="value">A value of the pool that rows are dealt from.</param>
    /// <param name="heads">Values of the pool with its modifier.</param>
    public double RecombinationOdds(EntityValue value, int heads) =>
        RowsOf(value) > 0 ? 0
        : _dealtWith.GetValueOrDefault(ModifierOf(value)) is var dealt && dealt < heads ? (double)dealt / (heads - dealt)
        : 0;

    /// <summary>Whether a row states what is true of the prompt.</summary>
    public bool Teaches(WorldTruthRow asked) => _facts.Contains((asked.Kind, asked.Entity, asked.Attribute, asked.Value));

    /// <summary>The first row about another entity whose values, at least two, are all among those given; null for none.</summary>
    public string? RowCopiedBy(IReadOnlyCollection<EntityValue> stated, WorldTruthRow asked)
    {
        var copied = stated
            .SelectMany(value => _rowsOf.GetValueOrDefault(value) ?? [])
            .CountBy(row => row)
            .Where(found =>
                _rows[found.Key].Values > 1
                && found.Value == _rows[found.Key].Values
                && (_rows[found.Key].Kind, _rows[found.Key].Entity) != (asked.Kind, asked.Entity)
            )
            .Select(found => found.Key)
            .Order()
            .ToList();
        return copied.Count == 0 ? null : _rows[copied[0]].InstanceId;
    }

    private static (string Kind, string Attribute, string Modifier) ModifierOf(EntityValue value) =>
        (value.Kind, value.Attribute, value.Modifier);

    private static EntityValue ValueOf(WorldSourceRow source) => new(source.Kind, source.Attribute, source.Value);

    private void Add(string instanceId, List<WorldSourceRow> kept)
    {
        _rows.Add((instanceId, kept[0].Kind, kept[0].Entity, kept.Select(ValueOf).Distinct().Count()));
        foreach (var source in kept)
        {
            _facts.Add((source.Kind, source.Entity, source.Attribute, source.Value));
            if (source.OnlyHere)
            {
                _onlyIn[ValueOf(source)] = instanceId;
            }
        }

        foreach (var value in kept.Select(ValueOf).Distinct())
        {
            if (!_rowsOf.TryGetValue(value, out var rows))
            {
                _rowsOf[value] = rows = [];
            }

            rows.Add(_rows.Count - 1);
        }
    }
}
