namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>What a model writes for characters that it does not know.</summary>
/// <param name="Id">The unknown token; null where such characters are dropped.</param>
/// <param name="Fuse">Whether neighbours become one unknown token.</param>
/// <param name="ByteIds">Byte fallback: the 256 ids of <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, -1 for an absent one; null without
/// fallback.</param>
internal sealed record UnknownToken(int? Id, bool Fuse, int[]? ByteIds)
{
    /// <summary>The ids of the byte tokens of a vocabulary.</summary>
    public static int[] ByteIdsOf(Vocabulary vocabulary) =>
        [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetId($"<0x{value:X2}>", out var id) ? id : -1)];
}
