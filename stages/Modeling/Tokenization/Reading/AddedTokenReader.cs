using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads one entry of <c>added_tokens</c>.</summary>
internal static class AddedTokenReader
{
    public static AddedToken Read(JsonPiece piece, Vocabulary vocabulary)
    {
        piece.Only("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        var (id, content) = (piece["id"].Integer(), piece.Text("content"));
        if (id is < 0 or > Vocabulary.HighestId)
        {
            throw piece["id"].Wrong($"0 to {Vocabulary.HighestId}");
        }

        if (vocabulary.TryGetId(content, out var known) && known != id)
        {
            throw piece["id"].Wrong($"{known}, the id of '{content}' in the vocabulary");
        }

        return Read(piece, id);
    }

    /// <summary>A token whose id stands elsewhere.</summary>
    public static AddedToken Read(JsonPiece piece, int id)
    {
        piece.Only("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        var content = piece.Text("content");
        var isSpecial = piece.Flag("special", absent: false);
        return new AddedToken(
            content.Length > 0 ? content : throw piece["content"].Wrong("a text that is not empty"),
            id,
            isSpecial,
            piece.Flag("single_word", absent: false),
            piece.Flag("lstrip", absent: false),
            piece.Flag("rstrip", absent: false),
            piece.Flag("normalized", absent: !isSpecial)
        );
    }
}
