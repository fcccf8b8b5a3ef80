using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Pipeline.Engine.Configuration;

namespace Pipeline.Engine;

/// <summary>
/// How the members of an enum are spelled wherever people and files meet them: in YAML, fingerprints, messages and the columns of tables.
/// A member's word is the name that its <see cref="JsonStringEnumMemberNameAttribute"/> gives it, else its own in snake case:
/// <c>HeldOut</c> is <c>held_out</c>.
/// </summary>
public static class Vocabulary
{
    /// <summary>The word of a member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enum's.</exception>
    public static string Spell<TEnum>(this TEnum member)
        where TEnum : struct, Enum => Vocabulary<TEnum>.Spell(member);

    /// <summary>The member that a word is of; words are spelled exactly.</summary>
    public static bool TryRead<TEnum>(string word, out TEnum member)
        where TEnum : struct, Enum => Vocabulary<TEnum>.TryRead(word, out member);

    /// <summary>The words of an enum in its order.</summary>
    public static IReadOnlyList<string> ListWords(Type type) => [.. Enum.GetNames(type).Select(name => Spell(type, name))];

    /// <summary>The word of the member of an enum that C# calls <paramref name="name"/>.</summary>
    internal static string Spell(Type type, string name) =>
        type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? KeyNames.ToKey(name);
}

/// <summary>The words of one enum, looked up both ways.</summary>
/// <typeparam name="TEnum">The enum; no two of its members may have one value or one word.</typeparam>
internal static class Vocabulary<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<string, TEnum> _members = Enum.GetNames<TEnum>()
        .ToFrozenDictionary(name => Vocabulary.Spell(typeof(TEnum), name), Enum.Parse<TEnum>, StringComparer.Ordinal);

    private static readonly FrozenDictionary<TEnum, string> _words = _members.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);

    private static readonly FrozenDictionary<string, TEnum>.AlternateLookup<ReadOnlySpan<char>> _read = _members.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>All words in the order of the members.</summary>
    public static IReadOnlyList<string> Words { get; } = Vocabulary.ListWords(typeof(TEnum));

    /// <summary>The word of a member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enum's.</exception>
    public static string Spell(TEnum member) =>
        _words.TryGetValue(member, out var word)
            ? word
            : throw new ArgumentOutOfRangeException(nameof(member), member, $"{typeof(TEnum).Name} has no such member.");

    /// <summary>The member that a word is of; words are spelled exactly.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out TEnum member) => _read.TryGetValue(word, out member);
}
