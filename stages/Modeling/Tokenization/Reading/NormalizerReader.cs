using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads <c>normalizer</c>.</summary>
internal static partial class NormalizerReader
{
    /// <summary>The longest run that a pattern may ask for.</summary>
    private const int LongestRun = 1000;

    /// <summary>The normalizer; null for none.</summary>
    public static INormalizer? Read(JsonPiece piece)
    {
        if (piece.IsNull)
        {
            return null;
        }

        switch (piece.Type)
        {
            case "Sequence":
                piece.Only("type", "normalizers");
                return new NormalizerSequence(
                    piece["normalizers"].Items().Select(item => Read(item) ?? throw item.Wrong("an object")).ToList()
                );
            case "NFC":
                return Form(piece, NormalizationForm.FormC);
            case "NFD":
                return Form(piece, NormalizationForm.FormD);
            case "NFKC":
                return Form(piece, NormalizationForm.FormKC);
            case "NFKD":
                return Form(piece, NormalizationForm.FormKD);
            case "Lowercase":
                piece.Only("type");
                return new LowercaseNormalizer();
            case "Prepend":
                piece.Only("type", "prepend");
                return new PrependNormalizer(piece.Text("prepend"));
            case "Replace":
                return Replace(piece);
            case "BertNormalizer":
                piece.Only("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
                var lowercase = piece.Flag("lowercase", absent: true);
                return new BertNormalizer(
                    piece.Flag("clean_text", absent: true),
                    piece.Flag("handle_chinese_chars", absent: true),
                    piece.Flag("strip_accents", lowercase),
                    lowercase
                );
            default:
                throw piece.Unsupported();
        }
    }

    private static UnicodeNormalizer Form(JsonPiece piece, NormalizationForm form)
    {
        piece.Only("type");
        return new UnicodeNormalizer(form);
    }

    private static INormalizer Replace(JsonPiece piece)
    {
        piece.Only("type", "pattern", "content");
        var pattern = piece["pattern"];
        pattern.Only("String", "Regex");
        if (pattern["Regex"] is { IsNull: false } regex)
        {
            return
                Run().Match(regex.Text()) is { Success: true } run
                && int.Parse(run.Groups["least"].Value, CultureInfo.InvariantCulture) is >= 1 and <= LongestRun and var least
                ? new RunNormalizer(run.Groups["character"].Value[0], least, piece.Text("content"))
                : throw regex.Refused($"regular expression '{regex.Text()}'");
        }

        var text = pattern.Text("String");
        return text.Length > 0 ? new ReplaceNormalizer(text, piece.Text("content")) : throw pattern.Wrong("a text that is not empty");
    }

    [GeneratedRegex(@"^(?<character>[ \w-[\p{Cs}]])\{(?<least>\d{1,4}),\}$")]
    private static partial Regex Run();
}
