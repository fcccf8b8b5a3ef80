namespace Pipeline.Engine.Tables;

/// <summary>How a value stands in a column of texts.</summary>
/// <typeparam name="TValue">The property's type, or that of an array's elements.</typeparam>
/// <param name="Write">The text of a value; null for a null in the file.</param>
/// <param name="Read">The value of a text (null for a null in the file) that stands in a row, 0-based in its group; throws
/// <see cref="UnknownWordException"/> for a text that no value has.</param>
internal sealed record TextForm<TValue>(Func<TValue, string?> Write, Func<ReadOnlyMemory<char>?, int, TValue> Read);

/// <summary>The forms of texts and enums.</summary>
internal static class TextForm
{
    /// <summary>A text as it is.</summary>
    public static TextForm<string?> KeepText(string column) =>
        new(value => value is null ? null : TableText.Checked(value, column), (text, _) => text?.ToString());

    /// <summary>The word of an enum's member.</summary>
    public static TextForm<TEnum> SpellMember<TEnum>()
        where TEnum : struct, Enum => new(member => member.Spell(), (text, row) => Member<TEnum>(text.GetValueOrDefault().Span, row, null));

    /// <summary>The word of an enum's member, or <paramref name="absent"/> for none.</summary>
    public static TextForm<TEnum?> SpellOptional<TEnum>(string? absent)
        where TEnum : struct, Enum =>
        new(
            member => member?.Spell() ?? absent,
            (text, row) =>
                text is not { Span: var word } || (absent is not null && word.SequenceEqual(absent))
                    ? null
                    : Member<TEnum>(word, row, absent)
        );

    private static TEnum Member<TEnum>(ReadOnlySpan<char> word, int row, string? absent)
        where TEnum : struct, Enum =>
        Vocabulary<TEnum>.TryRead(word, out var member)
            ? member
            : throw new UnknownWordException(
                row,
                word.ToString(),
                absent is null ? Vocabulary<TEnum>.Words : [.. Vocabulary<TEnum>.Words, absent]
            );
}
