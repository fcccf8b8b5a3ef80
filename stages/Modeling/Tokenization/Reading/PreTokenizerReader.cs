using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads <c>pre_tokenizer</c>: what puts a chain of sinks before the one that encodes.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Word patterns of published tokenizers, with what cuts by each.</summary>
    private static readonly Dictionary<string, Func<IWordSink, IWordSink>> _patterns = new(StringComparer.Ordinal)
    {
        [BytePairTrainer.WordPattern] = next => new PatternSplitter<Gpt2Pattern>(default, next),
        [Cl100k(@"\p{N}{1,3}")] = next => new PatternSplitter<Cl100kPattern>(new(3), next),
        [Cl100k(@"\p{N}")] = next => new PatternSplitter<Cl100kPattern>(new(1), next),
        [O200kPattern.Expression] = next => new PatternSplitter<O200kPattern>(default, next),
    };

    /// <summary>The pre-tokenizer.</summary>
    /// <param name="piece">Its place in the file.</param>
    /// <param name="isByteLevel">Whether it turns words into bytes, as only its last step may.</param>
    public static Func<IWordSink, IWordSink> Read(JsonPiece piece, out bool isByteLevel)
    {
        isByteLevel = false;
        if (piece.IsNull)
        {
            return next => next;
        }

        switch (piece.Type)
        {
            case "Sequence":
                return Sequence(piece, out isByteLevel);
            case "ByteLevel":
                isByteLevel = true;
                return ByteLevel(piece);
            case "Split":
                return Split(piece);
            case "Metaspace":
                return Metaspace(piece);
            case "BertPreTokenizer":
                piece.Only("type");
                return next => new BertSplitter(next);
            case "Digits":
                piece.Only("type", "individual_digits");
                var individual = piece.Flag("individual_digits", absent: false);
                return next => new DigitSplitter(individual, next);
            default:
                throw piece.Unsupported();
        }
    }

    /// <summary>Whether a step treats the text that begins the whole in a way of its own.</summary>
    public static bool AsksForBeginning(JsonPiece piece) =>
        !piece.IsNull
        && piece.Type switch
        {
            "Sequence" => piece["pretokenizers"].Items().Any(AsksForBeginning),
            "Metaspace" => Prefix(piece) == PrefixScheme.First,
            _ => false,
        };

    /// <summary>Whether a tokenizer puts a sign before a text; also what its decoder goes by.</summary>
    public static PrefixScheme Prefix(JsonPiece piece)
    {
        piece.Only("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
        if (piece["prepend_scheme"] is { IsNull: false } scheme)
        {
            return scheme.Text() switch
            {
                "always" => PrefixScheme.Always,
                "first" => PrefixScheme.First,
                "never" => PrefixScheme.Never,
                _ => throw scheme.Wrong("always, first or never"),
            };
        }

        return piece.Flag("add_prefix_space", absent: true) ? PrefixScheme.Always : PrefixScheme.Never;
    }

    private static string Cl100k(string digits) =>
        $@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{digits}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static Func<IWordSink, IWordSink> Sequence(JsonPiece piece, out bool isByteLevel)
    {
        piece.Only("type", "pretokenizers");
        isByteLevel = false;
        Func<IWordSink, IWordSink> all = next => next;
        foreach (var item in piece["pretokenizers"].Items())
        {
            if (isByteLevel)
            {
                throw item.Refused("a pre-tokenizer after 'ByteLevel'");
            }

            var (before, step) = (all, Read(item, out isByteLevel));
            all = next => before(step(next));
        }

        return all;
    }

    private static Func<IWordSink, IWordSink> ByteLevel(JsonPiece piece)
    {
        piece.Only("type", "add_prefix_space", "trim_offsets", "use_regex");
        var pattern = piece.Flag("use_regex", absent: true) ? _patterns[BytePairTrainer.WordPattern] : next => next;
        return piece.Flag("add_prefix_space", absent: true) ? next => new LeadingSpace(pattern(next)) : pattern;
    }

    private static Func<IWordSink, IWordSink> Split(JsonPiece piece)
    {
        piece.Only("type", "pattern", "behavior", "invert");
        var pattern = piece["pattern"];
        pattern.Only("String", "Regex");
        if (piece.Flag("invert", absent: false))
        {
            throw piece["invert"].Refused("an inverted pattern");
        }

        if (pattern["Regex"] is { IsNull: false } regex)
        {
            // The known patterns match every character, so nothing lies between two matches and removing would remove everything.
            return _patterns.TryGetValue(regex.Text(), out var known) && piece.Text("behavior") == "Isolated"
                ? known
                : throw piece.Refused($"'{piece.Text("behavior")}' with the regular expression '{regex.Text()}'");
        }

        var delimiter = pattern.Text("String");
        var behavior = piece.Text("behavior") switch
        {
            "Removed" => DelimiterBehavior.Removed,
            "Isolated" => DelimiterBehavior.Isolated,
            "MergedWithPrevious" => DelimiterBehavior.MergedWithPrevious,
            "MergedWithNext" => DelimiterBehavior.MergedWithNext,
            var other => throw piece["behavior"].Refused($"'{other}'"),
        };
        return delimiter.Length > 0
            ? next => new StringSplitter(delimiter, behavior, next)
            : throw pattern.Wrong("a text that is not empty");
    }

    private static Func<IWordSink, IWordSink> Metaspace(JsonPiece piece)
    {
        var (sign, prefix, split) = (piece.Character("replacement"), Prefix(piece), piece.Flag("split", absent: true));
        return next => new MetaspaceSplitter(sign, prefix, split, next);
    }
}
