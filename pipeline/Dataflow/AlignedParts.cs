using System.Collections.Immutable;
using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// The edges into a map node: one link for each table that it streams, and a join where there are several. What waits on an edge is a path
/// and a digest, never rows, and there is room for all of them: a node may stream a table and wait for something that is made of the whole
/// of it, so an edge with a bound would hold up the very node that it waits for.
/// </summary>
internal static class AlignedParts
{
    private static readonly DataflowLinkOptions _completing = new() { PropagateCompletion = true };

    /// <summary>Links the tables; must be called before their parts begin to flow.</summary>
    /// <param name="streams">The tables with their names, at least one.</param>
    /// <returns>Part i of all tables together, by name, in the order of i; complete as soon as one of the tables is.</returns>
    public static ISourceBlock<IReadOnlyDictionary<string, Part>> Link(IReadOnlyList<(string Name, ISourceBlock<Part> Parts)> streams)
    {
        var first = new TransformBlock<Part, ImmutableSortedDictionary<string, Part>>(part =>
            ImmutableSortedDictionary.Create<string, Part>(StringComparer.Ordinal).Add(streams[0].Name, part)
        );
        streams[0].Parts.LinkTo(first, _completing);
        ISourceBlock<ImmutableSortedDictionary<string, Part>> aligned = first;
        foreach (var (name, parts) in streams.Skip(1))
        {
            aligned = Join(aligned, name, parts);
        }

        return aligned;
    }

    private static TransformBlock<Tuple<ImmutableSortedDictionary<string, Part>, Part>, ImmutableSortedDictionary<string, Part>> Join(
        ISourceBlock<ImmutableSortedDictionary<string, Part>> aligned,
        string name,
        ISourceBlock<Part> parts
    )
    {
        var join = new JoinBlock<ImmutableSortedDictionary<string, Part>, Part>();
        var merge = new TransformBlock<Tuple<ImmutableSortedDictionary<string, Part>, Part>, ImmutableSortedDictionary<string, Part>>(
            pair => pair.Item1.Add(name, pair.Item2)
        );
        aligned.LinkTo(join.Target1, _completing);
        parts.LinkTo(join.Target2, _completing);
        join.LinkTo(merge, _completing);
        return merge;
    }
}
