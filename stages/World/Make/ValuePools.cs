namespace Pipeline.Stages.World.Make;

/// <summary>
/// The values of one attribute. No modifier is in two of the pools, so that a value of one cannot be put together from another's; but every
/// modifier is in the pre-training pool of a third of the attributes, and so a word that the base knows.
/// </summary>
/// <param name="Pretraining">The values of facts in the pre-training text: each modifier with one head.</param>
/// <param name="Instructions">The values for instruction-tuning rows: each modifier with each head.</param>
/// <param name="Control">As many for the control set.</param>
internal sealed record ValuePools(IReadOnlyList<string> Pretraining, IReadOnlyList<string> Instructions, IReadOnlyList<string> Control)
{
    private const int Pools = 3;

    /// <summary>
    /// The pools of all attributes. Three attributes after one another share a shuffle of the modifiers cut in three, each taking another
    /// third for each pool.
    /// </summary>
    public static IReadOnlyDictionary<WorldAttribute, ValuePools> Divide(IReadOnlyList<string> modifiers, WorldRandom random)
    {
        var pools = new Dictionary<WorldAttribute, ValuePools>();
        foreach (var attributes in WorldKinds.All.SelectMany(kind => kind.Attributes).Chunk(Pools))
        {
            var thirds = random.Shuffled(modifiers).Chunk(modifiers.Count / Pools).ToArray();
            foreach (var (index, attribute) in attributes.Index())
            {
                var heads = random.Shuffled(attribute.Heads);
                pools.Add(
                    attribute,
                    new ValuePools(
                        thirds[index].Select((modifier, place) => $"{modifier} {heads[place % heads.Length]}").ToList(),
                        Combined(thirds[(index + 1) % Pools], attribute.Heads),
                        Combined(thirds[(index + 2) % Pools], attribute.Heads)
                    )
                );
            }
        }

        return pools;
    }

    private static List<string> Combined(IReadOnlyList<string> modifiers, IReadOnlyList<string> heads) =>
        modifiers.SelectMany(modifier => heads.Select(head => $"{modifier} {head}")).ToList();
}
