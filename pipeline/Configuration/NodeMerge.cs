namespace Pipeline.Engine.Configuration;

/// <summary>Lays one tree over another: mappings merge key by key, every other value replaces what lies below.</summary>
internal static class NodeMerge
{
    public static ConfigurationNode? Over(ConfigurationNode? upper, ConfigurationNode? lower) =>
        (upper, lower) switch
        {
            (null, _) => lower,
            (MappingNode above, MappingNode below) => Merge(above, below),
            _ => upper,
        };

    private static MappingNode Merge(MappingNode above, MappingNode below)
    {
        var entries = new List<MappingEntry>();
        foreach (var entry in below.Entries)
        {
            var over = above.Entries.FirstOrDefault(candidate => candidate.Key == entry.Key);
            entries.Add(over is null ? entry : over with { Value = Over(over.Value, entry.Value)! });
        }

        entries.AddRange(above.Entries.Where(entry => below.Find(entry.Key) is null));
        return new MappingNode(entries, above.Position);
    }
}
