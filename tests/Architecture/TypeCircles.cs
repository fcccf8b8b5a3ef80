using ArchUnitNET.Domain;

namespace Pipeline.Tests.Architecture;

/// <summary>Finds types that come back to themselves over others, in what the compiler made of the code. A nested type, those that the
/// compiler adds among them, stands for the type that holds it.</summary>
/// <param name="root">The namespace whose types are looked at, with those below it.</param>
internal sealed class TypeCircles(string root)
{
    /// <summary>Each circle once, as <c>A → B → A</c>, from the first of its names.</summary>
    public IReadOnlyList<string> Find(ArchUnitNET.Domain.Architecture architecture)
    {
        var uses = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var type in architecture.Types.Where(IsInside))
        {
            var name = Outermost(type);
            if (!uses.TryGetValue(name, out var used))
            {
                uses[name] = used = new SortedSet<string>(StringComparer.Ordinal);
            }

            used.UnionWith(
                type.Dependencies.Select(dependency => dependency.Target)
                    .Where(target => target is not GenericParameter && IsInside(target))
                    .Select(Outermost)
                    .Where(target => target != name)
            );
        }

        return uses.Keys.Select(name => WayBack(name, uses)).OfType<string>().ToList();
    }

    /// <summary>The shortest way from a type over later names back to itself; null where there is none.</summary>
    private static string? WayBack(string start, SortedDictionary<string, SortedSet<string>> uses)
    {
        var (open, seen) = (
            new Queue<IReadOnlyList<string>>([
                [start],
            ]),
            new HashSet<string>(StringComparer.Ordinal)
        );
        while (open.TryDequeue(out var way))
        {
            foreach (var next in uses.GetValueOrDefault(way[^1]) ?? [])
            {
                if (next == start)
                {
                    return string.Join(" → ", way.Append(start).Select(name => name[(name.LastIndexOf('.') + 1)..]));
                }

                if (string.CompareOrdinal(next, start) > 0 && seen.Add(next))
                {
                    open.Enqueue([.. way, next]);
                }
            }
        }

        return null;
    }

    private static string Outermost(IType type) => type.FullName.Split('+', '/', '`', '<')[0];

    private bool IsInside(IType type) =>
        type.Namespace is { } space && (space.FullName == root || space.FullName.StartsWith(root + ".", StringComparison.Ordinal));
}
