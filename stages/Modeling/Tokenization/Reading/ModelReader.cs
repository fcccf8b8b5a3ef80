using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads <c>model</c>.</summary>
internal static class ModelReader
{
    /// <summary>The model and its vocabulary.</summary>
    /// <param name="piece">Its place in the file.</param>
    /// <param name="isByteLevel">Whether words come as bytes.</param>
    public static (ITokenModel Model, Vocabulary Vocabulary) Read(JsonPiece piece, bool isByteLevel)
    {
        // Files of old versions name no type; only BPE was there then.
        var type = piece["type"].IsNull ? "BPE" : piece.Type;
        if (isByteLevel && type != "BPE")
        {
            throw piece.Refused($"'{type}' after the pre-tokenizer 'ByteLevel'");
        }

        return type switch
        {
            "BPE" => Bpe(piece, isByteLevel),
            "Unigram" => Unigram(piece),
            "WordPiece" => WordPiece(piece),
            _ => throw piece.Unsupported(),
        };
    }

    private static (ITokenModel Model, Vocabulary Vocabulary) Bpe(JsonPiece piece, bool isByteLevel)
    {
        piece.Only(
            "type",
            "dropout",
            "unk_token",
            "continuing_subword_prefix",
            "end_of_word_suffix",
            "fuse_unk",
            "byte_fallback",
            "ignore_merges",
            "vocab",
            "merges"
        );
        if (piece["dropout"] is { IsNull: false } dropout && dropout.Number() != 0)
        {
            throw dropout.Refused("dropout");
        }

        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (piece[affix] is { IsNull: false } found && found.Text().Length > 0)
            {
                throw found.Refused($"'{found.Text()}'");
            }
        }

        var vocabulary = ReadVocabulary(piece["vocab"]);
        var unknown = new UnknownToken(
            piece["unk_token"].IsNull ? null : Known(vocabulary, piece["unk_token"]),
            piece.Flag("fuse_unk", absent: false),
            piece.Flag("byte_fallback", absent: false) ? UnknownToken.ByteIdsOf(vocabulary) : null
        );
        var merges = piece["merges"].Items().Select((item, rank) => MergeReader.Read(item, rank, vocabulary)).ToList();
        return (new BpeModel(vocabulary, merges, unknown, isByteLevel, piece.Flag("ignore_merges", absent: false)), vocabulary);
    }

    private static (ITokenModel Model, Vocabulary Vocabulary) Unigram(JsonPiece piece)
    {
        piece.Only("type", "unk_id", "vocab", "byte_fallback");
        var vocabulary = new Vocabulary();
        var scores = new List<double>();
        foreach (var item in piece["vocab"].Items())
        {
            var (token, score) = item.Items().ToList() is [var first, var second]
                ? (first, second)
                : throw item.Wrong("a token and its score");
            Add(vocabulary, token.Text(), scores.Count, item);
            scores.Add(score.Number());
        }

        var unknown = piece["unk_id"].Integer();
        if (unknown < 0 || unknown >= scores.Count)
        {
            throw piece["unk_id"].Wrong($"an id below {scores.Count}");
        }

        var byteIds = piece.Flag("byte_fallback", absent: false) ? UnknownToken.ByteIdsOf(vocabulary) : null;
        return (new UnigramModel(vocabulary, [.. scores], new UnknownToken(unknown, Fuse: true, byteIds)), vocabulary);
    }

    private static (ITokenModel Model, Vocabulary Vocabulary) WordPiece(JsonPiece piece)
    {
        piece.Only("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
        var vocabulary = ReadVocabulary(piece["vocab"]);
        var longest = piece["max_input_chars_per_word"].Integer();
        return (
            new WordPieceModel(vocabulary, piece.Text("continuing_subword_prefix"), Known(vocabulary, piece["unk_token"]), longest),
            vocabulary
        );
    }

    private static int Known(Vocabulary vocabulary, JsonPiece token) =>
        vocabulary.TryGetId(token.Text(), out var id) ? id : throw token.Wrong("a token of the vocabulary");

    private static Vocabulary ReadVocabulary(JsonPiece piece)
    {
        var vocabulary = new Vocabulary();
        foreach (var (token, id) in piece.Members())
        {
            Add(vocabulary, token, id.Integer(), id);
        }

        return vocabulary;
    }

    private static void Add(Vocabulary vocabulary, string token, int id, JsonPiece place)
    {
        try
        {
            vocabulary.Add(token, id);
        }
        catch (InvalidDataException error)
        {
            throw place.Refused(error.Message);
        }
    }
}
