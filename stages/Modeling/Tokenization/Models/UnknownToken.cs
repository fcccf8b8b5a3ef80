using System.Text;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>What a model writes for characters that it does not know.</summary>
/// <param name="Id">The unknown token; null where such characters are dropped.</param>
/// <param name="Fuse">Whether neighbours become one unknown token.</param>
/// <param name="ByteIds">Byte fallback: the 256 ids of <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, -1 for an absent one; null without
/// fallback.</param>
internal sealed record UnknownToken(int? Id, bool Fuse, int[]? ByteIds)
{
    /// <summary>What a token of a vocabulary spells, UTF-8: the byte that it falls back to, or its text; null where it is the unknown
    /// token.</summary>
    public byte[]? Spell(int id, Vocabulary vocabulary) =>
        id == Id ? null
        : ByteIds is not null && Array.IndexOf(ByteIds, id) is >= 0 and var value ? [(byte)value]
        : Encoding.UTF8.GetBytes(vocabulary.TokenOf(id) ?? "");

    /// <summary>The ids of the byte tokens of a vocabulary.</summary>
    public static int[] ByteIdsOf(Vocabulary vocabulary) =>
        [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetId($"<0x{value:X2}>", out var id) ? id : -1)];
}
