using System.Text.Json;
using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads one entry of <c>model.merges</c>, in either spelling: <c>"a b"</c> or <c>["a", "b"]</c>.</summary>
internal static class MergeReader
{
    public static Merge Read(JsonPiece piece, int rank, Vocabulary vocabulary)
    {
        var (left, right) = Pair(piece);
        return
            vocabulary.TryGetId(left, out var leftId)
            && vocabulary.TryGetId(right, out var rightId)
            && vocabulary.TryGetId(left + right, out var result)
            ? new Merge(leftId, rightId, rank, result)
            : throw piece.Wrong("two tokens of the vocabulary that together are a third");
    }

    private static (string Left, string Right) Pair(JsonPiece piece)
    {
        if (piece.Element.ValueKind == JsonValueKind.String)
        {
            return piece.Text().Split(' ') is [var left, var right]
                ? (left, right)
                : throw piece.Wrong("two tokens with a space between them");
        }

        return piece.Items().ToList() is [var first, var second] ? (first.Text(), second.Text()) : throw piece.Wrong("two tokens");
    }
}
