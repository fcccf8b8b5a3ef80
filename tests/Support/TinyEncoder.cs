using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Support;

/// <summary>
/// A sentence encoder's folder of some hundred kilobytes: the weights of a reference encoder, a tokenizer that spells letter by letter, and
/// what sentence-transformers writes beside them.
/// </summary>
internal static class TinyEncoder
{
    /// <summary>The families.</summary>
    public const string Bert = "bert";

    /// <summary>The other.</summary>
    public const string Mpnet = "mpnet";

    /// <summary>A reference encoder's folder, without a tokenizer.</summary>
    public static string Golden(string family) => Repository.PathOf("tests", "Goldens", "encoders", $"tiny_{family}");

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="family">The family.</param>
    /// <param name="pooling">What its pooling is said to be; null for nothing said.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, string family = Bert, string? pooling = "mean_tokens")
    {
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(Golden(family), name), Path.Combine(folder, name));
        }

        File.WriteAllText(Path.Combine(folder, TokenizerFile.FileName), Tokenizer(family).ToJsonString());
        if (pooling is not null)
        {
            Describe(folder, pooling);
        }

        return folder;
    }

    /// <summary>Says how the folder pools, as sentence-transformers does.</summary>
    public static void Describe(string folder, params IReadOnlyList<string> modes)
    {
        File.WriteAllText(
            Path.Combine(folder, "modules.json"),
            """
            [{ "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer" },
             { "idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling" },
             { "idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize" }]
            """
        );
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        var flags = new JsonObject { ["word_embedding_dimension"] = 48, ["pooling_mode_cls_token"] = false };
        foreach (var mode in modes)
        {
            flags[$"pooling_mode_{mode}"] = true;
        }

        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), flags.ToJsonString());
    }

    /// <summary>Changes keys of the configuration; null takes one out.</summary>
    public static void Configure(string folder, params IReadOnlyList<(string Key, JsonNode? Value)> changes)
    {
        var path = Path.Combine(folder, "config.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var (key, value) in changes)
        {
            json.Remove(key);
            if (value is not null)
            {
                json[key] = value.DeepClone();
            }
        }

        File.WriteAllText(path, json.ToJsonString());
    }

    private static JsonObject Tokenizer(string family)
    {
        string[] special = family == Bert ? ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] : ["<s>", "<pad>", "</s>", "[UNK]"];
        var (begin, end) = family == Bert ? ("[CLS]", "[SEP]") : ("<s>", "</s>");
        var characters = Enumerable.Range('!', '~' - '!' + 1).Select(code => ((char)code).ToString()).Where(text => !char.IsUpper(text[0]));
        string[] tokens =
        [
            .. special,
            .. characters,
            .. characters.Where(text => char.IsLetterOrDigit(text[0])).Select(text => $"##{text}"),
        ];
        JsonObject Around(string token) =>
            new()
            {
                ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = 0 },
            };
        JsonObject Placed(string token) =>
            new()
            {
                ["id"] = token,
                ["ids"] = new JsonArray(Array.IndexOf(tokens, token)),
                ["tokens"] = new JsonArray(token),
            };
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([
                .. special.Select(token => new JsonObject
                {
                    ["id"] = Array.IndexOf(tokens, token),
                    ["content"] = token,
                    ["single_word"] = false,
                    ["lstrip"] = false,
                    ["rstrip"] = false,
                    ["normalized"] = false,
                    ["special"] = true,
                }),
            ]),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = true,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(
                    Around(begin),
                    new JsonObject
                    {
                        ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 },
                    },
                    Around(end)
                ),
                ["pair"] = new JsonArray(),
                ["special_tokens"] = new JsonObject { [begin] = Placed(begin), [end] = Placed(end) },
            },
            ["decoder"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["prefix"] = "##",
                ["cleanup"] = true,
            },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 100,
                ["vocab"] = new JsonObject(tokens.Index().Select(token => KeyValuePair.Create(token.Item, (JsonNode?)token.Index))),
            },
        };
    }
}
