using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>What a tiktoken vocabulary does not say itself: how a text is cut into words, and which control tokens there are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ranks">How many tokens the published vocabulary has, by which it is known.</param>
/// <param name="Words">Puts what cuts a text into words before what encodes them.</param>
/// <param name="Special">The control tokens, with their ids counted from the last rank on.</param>
/// <param name="BeginOfText">The control token that begins every text; null where none does.</param>
internal sealed record TiktokenEncoding(
    string Name,
    int Ranks,
    Func<IWordSink, IWordSink> Words,
    IReadOnlyList<(string Content, int AfterRanks)> Special,
    string? BeginOfText
)
{
    /// <summary>Control tokens of Llama 3, most of them reserved.</summary>
    private const int Llama3Special = 256;

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<TiktokenEncoding> All { get; } =
    [
        new("gpt2", 50256, next => new PatternSplitter<Gpt2Pattern>(default, next), [("<|endoftext|>", 0)], null),
        new(
            "cl100k_base",
            100256,
            next => new PatternSplitter<Cl100kPattern>(new(3), next),
            [("<|endoftext|>", 1), ("<|fim_prefix|>", 2), ("<|fim_middle|>", 3), ("<|fim_suffix|>", 4), ("<|endofprompt|>", 20)],
            null
        ),
        new(
            "o200k_base",
            199998,
            next => new PatternSplitter<O200kPattern>(default, next),
            [("<|endoftext|>", 1), ("<|endofprompt|>", 20)],
            null
        ),
        new("llama3", 128000, next => new PatternSplitter<Cl100kPattern>(new(3), next), Llama3(), "<|begin_of_text|>"),
    ];

    /// <summary>Other names of the same.</summary>
    private static readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal)
    {
        ["r50k_base"] = "gpt2",
        ["llama"] = "llama3",
    };

    /// <summary>All names, for complaints.</summary>
    public static string Names => string.Join(", ", All.Select(encoding => encoding.Name));

    /// <summary>An encoding by its name or another one of it; null where it is not known.</summary>
    public static TiktokenEncoding? Find(string? name) =>
        name is null ? null : All.FirstOrDefault(encoding => encoding.Name == _aliases.GetValueOrDefault(name, name));

    private static (string Content, int AfterRanks)[] Llama3()
    {
        var named = new Dictionary<int, string>
        {
            [0] = "<|begin_of_text|>",
            [1] = "<|end_of_text|>",
            [6] = "<|start_header_id|>",
            [7] = "<|end_header_id|>",
            [9] = "<|eot_id|>",
        };
        var reserved = 0;
        return
        [
            .. Enumerable
                .Range(0, Llama3Special)
                .Select(place => (named.GetValueOrDefault(place) ?? $"<|reserved_special_token_{reserved++}|>", place)),
        ];
    }
}
