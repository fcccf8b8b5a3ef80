using System.Text.Json;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.PostProcessors;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>
/// What <c>tokenizer_config.json</c> says of a tokenizer, as far as encoding depends on it in transformers 5. Where there is a
/// <c>tokenizer.json</c>, its post-processor alone decides what stands around a text; <c>add_bos_token</c> and <c>add_eos_token</c> count
/// beside a <c>tokenizer.model</c> only.
/// </summary>
internal sealed class TokenizerConfiguration
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer_config.json";

    private const string Begin = "bos_token";
    private const string End = "eos_token";

    /// <summary>The class that places nothing around a text, whatever <c>tokenizer.json</c> says.</summary>
    private const string Bare = "GPTNeoXTokenizer";

    private static readonly string[] _lists = ["additional_special_tokens", "extra_special_tokens"];

    /// <summary>Families whose class is fixed, whatever the file names.</summary>
    private static readonly string[] _fixed = ["mistral", "olmo2", "phi3", "qwen2"];

    private readonly string _path;
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);
    private readonly string? _class;
    private readonly bool? _addsBegin;
    private readonly bool? _addsEnd;

    private TokenizerConfiguration(string path)
    {
        _path = path;
    }

    private TokenizerConfiguration(string path, JsonPiece root)
        : this(path)
    {
        _class = root["tokenizer_class"] is { IsNull: false } name ? name.Text() : null;
        _addsBegin = Flag(root, "add_bos_token");
        _addsEnd = Flag(root, "add_eos_token");
        foreach (var key in new[] { Begin, End, "unk_token", "sep_token", "pad_token", "cls_token", "mask_token" })
        {
            if (Content(root[key]) is { Length: > 0 } content)
            {
                _named.Add(key, content);
            }
        }

        _special.UnionWith(_named.Values);
        _special.UnionWith(_lists.Select(key => root[key]).SelectMany(Contents));
    }

    /// <summary>The content of the token that it says ends a text; null where it names none.</summary>
    public string? EndOfText => _named.GetValueOrDefault(End);

    /// <summary>Reads the file of a folder; where there is none, it says nothing.</summary>
    /// <exception cref="InvalidDataException">A value is of a wrong type; the message quotes file and key.</exception>
    public static TokenizerConfiguration Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), root => new TokenizerConfiguration(path, root))
            : new TokenizerConfiguration(path);
    }

    /// <summary>The parts of a <c>tokenizer.json</c>, in which the tokens that are named here are special, with what stands around a
    /// text.</summary>
    /// <param name="parts">What the file says.</param>
    /// <param name="modelType">The model's family, which decides on the class where none is named; null where it is not known.</param>
    public TokenizerParts Apply(TokenizerParts parts, string? modelType) =>
        parts with
        {
            Added = parts.Added.Marking(_special),
            Surrounding = IsBare(modelType) ? SurroundingTokens.None : parts.Surrounding,
        };

    /// <summary>
    /// What stands around a text of a <c>tokenizer.model</c>: by default what begins one, as its models were trained; transformers 4 did so
    /// too.
    /// </summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="begin">The id of the piece that begins a text; none where it is no id.</param>
    /// <param name="end">The id of the piece that ends a text; none where it is no id.</param>
    /// <exception cref="InvalidDataException">A token that is to be added is no piece.</exception>
    public SurroundingTokens Around(Vocabulary vocabulary, int begin, int end) =>
        new(_addsBegin ?? true ? Known(vocabulary, Begin, begin) : [], _addsEnd ?? false ? Known(vocabulary, End, end) : []);

    private static bool? Flag(JsonPiece root, string key) => root[key].IsNull ? null : root.Flag(key, absent: false);

    /// <summary>A token is written as its text, or as an object with its flags.</summary>
    private static string? Content(JsonPiece token) =>
        token.IsNull ? null
        : token.Element.ValueKind == JsonValueKind.Object ? token.Text("content")
        : token.Text();

    /// <summary>Tokens in a list, or by names of their own.</summary>
    private static IEnumerable<string> Contents(JsonPiece tokens) =>
        tokens.IsNull
            ? []
            : (tokens.Element.ValueKind == JsonValueKind.Object ? tokens.Members().Select(member => member.Value) : tokens.Items())
                .Select(Content)
                .OfType<string>();

    private bool IsBare(string? modelType) =>
        !_fixed.Contains(modelType) && (_class is null ? modelType == "gpt_neox" : _class is Bare or $"{Bare}Fast");

    private int[] Known(Vocabulary vocabulary, string key, int ofFile)
    {
        if (!_named.TryGetValue(key, out var content))
        {
            return vocabulary.TokenOf(ofFile) is null ? [] : [ofFile];
        }

        return vocabulary.TryGetId(content, out var id)
            ? [id]
            : throw new InvalidDataException($"{_path}: {key} is '{content}', expected a piece of {TokenizerFile.SentencePieceFileName}.");
    }
}
