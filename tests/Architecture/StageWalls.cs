using ArchUnitNET.Domain;

namespace Pipeline.Tests.Architecture;

/// <summary>
/// The walls between stages, held against what the compiler made of the code: a name spelled in full, or a file outside every stage's
/// folder, is seen like any other.
/// </summary>
/// <param name="root">The namespace below which wings and stages stand: root.Wing.Stage.</param>
/// <param name="shared">Rooms below the root that every stage may use.</param>
internal sealed class StageWalls(string root, params string[] shared)
{
    /// <summary>Which type uses what it may not: a type of another stage that is neither a row record nor an enum of one's
    /// columns.</summary>
    public IEnumerable<string> Trespasses(ArchUnitNET.Domain.Architecture architecture)
    {
        var words = architecture
            .Types.Where(type => IsInside(type) && IsRow(type))
            .SelectMany(Used)
            .OfType<ArchUnitNET.Domain.Enum>()
            .ToHashSet();
        return from type in architecture.Types
            where IsInside(type)
            let stage = StageOf(type)
            from used in Used(type).Distinct()
            let other = StageOf(used)
            where
                other is not null
                && other != stage
                && used is not GenericParameter
                && !IsRow(used)
                && !(used is ArchUnitNET.Domain.Enum word && words.Contains(word))
            select $"{Outermost(type.FullName)} uses {Outermost(used.FullName)}";
    }

    /// <summary>What a type uses, what stands in for generic parameters included.</summary>
    private static IEnumerable<IType> Used(IType type) =>
        type.Dependencies.SelectMany(dependency =>
            dependency.TargetGenericArguments.Select(argument => argument.Type).Prepend(dependency.Target)
        );

    /// <summary>The stage that a type belongs to; null for what belongs to a wing, to all, or to no stage.</summary>
    private string? StageOf(IType type)
    {
        if (!IsInside(type))
        {
            return null;
        }

        var rooms = type.Namespace.FullName[root.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries);
        var room = string.Join('.', rooms.Take(2));
        return rooms.Length < 2 || shared.Contains(rooms[0]) || shared.Contains(room) ? null : room;
    }

    private bool IsInside(IType type) =>
        type.Namespace is { } space && (space.FullName == root || space.FullName.StartsWith(root + ".", StringComparison.Ordinal));

    private static bool IsRow(IType type) => Outermost(type.FullName).EndsWith("Row", StringComparison.Ordinal);

    /// <summary>Nested types, those that the compiler adds among them, stand for the type that holds them.</summary>
    private static string Outermost(string name) => name.Split('+', '/', '`', '<')[0];
}
