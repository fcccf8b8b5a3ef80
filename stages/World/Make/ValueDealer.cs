namespace Pipeline.Stages.World.Make;

/// <summary>Deals the values of a pool, each once.</summary>
/// <param name="pools">The pools by attribute.</param>
/// <param name="pool">Which of them to deal from; the other has its twin in the same place.</param>
/// <param name="random">Shuffles each attribute's values.</param>
internal sealed class ValueDealer(IReadOnlyDictionary<WorldAttribute, ValuePools> pools, WorldPool pool, WorldRandom random)
{
    private readonly Dictionary<WorldAttribute, Queue<string>> _left = pools.ToDictionary(
        entry => entry.Key,
        entry => new Queue<string>(random.Shuffled(pool == WorldPool.Control ? entry.Value.Control : entry.Value.Instructions))
    );

    /// <summary>The next value of an attribute.</summary>
    /// <exception cref="InvalidDataException">All were dealt.</exception>
    public DealtValue Next(WorldAttribute attribute) =>
        _left[attribute].TryDequeue(out var value)
            ? new DealtValue(attribute, value, true)
            : throw new InvalidDataException(
                $"world: the values of {attribute.Kind} {attribute.Noun} are all dealt; give more modifiers or fewer entities."
            );
}
