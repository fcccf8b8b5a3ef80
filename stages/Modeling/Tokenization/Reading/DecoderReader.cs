using Pipeline.Modeling.Tokenization.Decoders;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads <c>decoder</c>.</summary>
internal static class DecoderReader
{
    public static IDecoder Read(JsonPiece piece)
    {
        if (piece.IsNull)
        {
            return new SpaceDecoder();
        }

        switch (piece.Type)
        {
            case "Sequence":
                piece.Only("type", "decoders");
                return new DecoderSequence(
                    piece["decoders"].Items().Select(item => item.IsNull ? throw item.Wrong("an object") : Read(item)).ToList()
                );
            case "ByteLevel":
                piece.Only("type", "add_prefix_space", "trim_offsets", "use_regex");
                return new ByteLevelDecoder();
            case "ByteFallback":
                piece.Only("type");
                return new ByteFallbackDecoder();
            case "Fuse":
                piece.Only("type");
                return new FuseDecoder();
            case "Strip":
                piece.Only("type", "content", "start", "stop");
                return new StripDecoder(piece.Character("content"), piece["start"].Integer(), piece["stop"].Integer());
            case "Metaspace":
                return new MetaspaceDecoder(piece.Character("replacement"), PreTokenizerReader.Prefix(piece) != PrefixScheme.Never);
            case "WordPiece":
                piece.Only("type", "prefix", "cleanup");
                return new WordPieceDecoder(piece.Text("prefix"), piece.Flag("cleanup", absent: true));
            case "Replace":
                return Replace(piece);
            default:
                throw piece.Unsupported();
        }
    }

    private static ReplaceDecoder Replace(JsonPiece piece)
    {
        piece.Only("type", "pattern", "content");
        piece["pattern"].Only("String");
        var text = piece["pattern"].Text("String");
        return text.Length > 0 ? new ReplaceDecoder(text, piece.Text("content")) : throw piece["pattern"].Wrong("a text that is not empty");
    }
}
