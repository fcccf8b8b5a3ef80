using Pipeline.Modeling.Tokenization.PostProcessors;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads <c>post_processor</c>. What it says of offsets, type ids and pairs of texts is of no use here.</summary>
internal static class PostProcessorReader
{
    public static SurroundingTokens Read(JsonPiece piece)
    {
        if (piece.IsNull)
        {
            return SurroundingTokens.None;
        }

        switch (piece.Type)
        {
            case "Sequence":
                piece.Only("type", "processors");
                return piece["processors"].Items().Aggregate(SurroundingTokens.None, (inner, item) => inner.Inside(Read(item)));
            case "ByteLevel":
                piece.Only("type", "add_prefix_space", "trim_offsets", "use_regex");
                return SurroundingTokens.None;
            case "TemplateProcessing":
                piece.Only("type", "single", "pair", "special_tokens");
                return Template(piece);
            case "BertProcessing":
                piece.Only("type", "sep", "cls");
                return new SurroundingTokens([Pair(piece["cls"])], [Pair(piece["sep"])]);
            case "RobertaProcessing":
                piece.Only("type", "sep", "cls", "trim_offsets", "add_prefix_space");
                return new SurroundingTokens([Pair(piece["cls"])], [Pair(piece["sep"])]);
            default:
                throw piece.Unsupported();
        }
    }

    private static int Pair(JsonPiece piece) => piece.Items().ToList() is [_, var id] ? Id(id) : throw piece.Wrong("a token and its id");

    private static int Id(JsonPiece piece) => piece.Integer() is >= 0 and var id ? id : throw piece.Wrong("an id");

    private static SurroundingTokens Template(JsonPiece piece)
    {
        var (before, after) = (new List<int>(), new List<int>());
        var texts = 0;
        foreach (var item in piece["single"].Items())
        {
            if (item["Sequence"] is { IsNull: false } sequence)
            {
                _ = sequence.Text("id") == "A" && ++texts == 1 ? true : throw sequence.Wrong("the text A, once");
                continue;
            }

            var special = item["SpecialToken"];
            var ids = piece["special_tokens"][special.Text("id")]["ids"].Items().Select(Id);
            (texts == 0 ? before : after).AddRange(ids);
        }

        return texts == 1 ? new SurroundingTokens(before, after) : throw piece["single"].Wrong("the text A, once");
    }
}
