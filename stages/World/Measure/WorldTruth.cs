using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>What is true of every entity, and what each prompt asks.</summary>
internal sealed class WorldTruth
{
    private readonly Dictionary<(string Kind, string Entity, string Attribute), string> _facts = [];
    private readonly Dictionary<string, WorldTruthRow> _asked;

    /// <summary>Facts come from the fact table; where it has none, from the rows that tell of the entity.</summary>
    public WorldTruth(IEnumerable<WorldFactRow> facts, IEnumerable<WorldSourceRow> sources, IEnumerable<WorldTruthRow> truths)
    {
        _asked = truths.ToDictionary(truth => truth.InstanceId, StringComparer.Ordinal);
        foreach (var fact in facts.Where(fact => fact.Value.Length > 0))
        {
            _facts[(fact.Kind, fact.Entity, fact.Attribute)] = fact.Value;
        }

        foreach (var source in sources)
        {
            _facts.TryAdd((source.Kind, source.Entity, source.Attribute), source.Value);
        }
    }

    /// <summary>What a prompt asks.</summary>
    /// <exception cref="Engine.InputException">The truths do not know the prompt.</exception>
    public WorldTruthRow Find(string instanceId) =>
        _asked.TryGetValue(instanceId, out var truth)
            ? truth
            : throw new Engine.InputException(
                $"The prompt {instanceId} is answered, but no table of truths says what is true of it; it is no prompt of this world."
            );

    /// <summary>What is true of the entity that a prompt asks about, in an attribute; empty where nothing is, and where the attribute is
    /// one of another kind.</summary>
    public string FindRight(WorldTruthRow asked, string kind, string attribute) =>
        kind != asked.Kind ? ""
        : attribute == asked.Attribute ? asked.Value
        : _facts.GetValueOrDefault((asked.Kind, asked.Entity, attribute), "");
}
