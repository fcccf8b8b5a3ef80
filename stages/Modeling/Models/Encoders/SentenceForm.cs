using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>How the hidden states of an encoder become one vector of a text, as a folder of sentence-transformers says it. Vectors always
/// get unit length, whether the folder asks for it or not, because they are compared by cosine.</summary>
/// <param name="Pooling">What of the hidden states.</param>
/// <param name="MaxLength">Tokens of a text that are read, those around it included.</param>
public sealed record SentenceForm(PoolingKind Pooling, int MaxLength)
{
    private const string ModulesFile = "modules.json";
    private const string PoolingFile = "config.json";
    private const string SettingsFile = "sentence_bert_config.json";
    private const string PromptsFile = "config_sentence_transformers.json";
    private const string FlagBegin = "pooling_mode_";
    private const string LengthKey = "max_seq_length";
    private const string PromptKey = "default_prompt_name";

    private static readonly Dictionary<string, PoolingKind> _modes = new(StringComparer.Ordinal)
    {
        ["mean_tokens"] = PoolingKind.Mean,
        // Its direction is the mean's, and vectors get unit length.
        ["mean_sqrt_len_tokens"] = PoolingKind.Mean,
        ["cls_token"] = PoolingKind.Cls,
        ["max_tokens"] = PoolingKind.Max,
        ["lasttoken"] = PoolingKind.Last,
    };

    /// <summary>Reads what a folder says.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pooling">What is said in the folder's place; null to take the folder's word.</param>
    /// <param name="maxLength">Tokens of a text that are read; null for what the folder says, or as many as there are positions.</param>
    /// <exception cref="InvalidDataException">The folder does not say how to pool and nobody else does, asks for what is not supported, or
    /// a length is more than there are positions.</exception>
    public static SentenceForm Read(string folder, PoolingKind? pooling, int? maxLength)
    {
        var positions = EncoderConfiguration.Read(folder).MaximumTokens;
        RefusePrompt(Path.Combine(folder, PromptsFile));
        var found = ReadPooling(folder);
        var length = ReadLength(Path.Combine(folder, SettingsFile), positions);
        return maxLength > positions
            ? throw new InvalidDataException(
                $"max_length is {maxLength}, but {Path.Combine(folder, ModelConfiguration.FileName)} gives a text {positions} positions; "
                    + $"expected at most {positions}."
            )
            : new SentenceForm(
                pooling
                    ?? found
                    ?? throw new InvalidDataException(
                        $"{folder} does not say how the hidden states of a text's tokens become one vector: it has no {ModulesFile} with "
                            + "a module Pooling. Set 'pooling' to what its makers name: mean, cls, max or last."
                    ),
                maxLength ?? length
            );
    }

    /// <summary>The pooling of the modules; null where there are none, or none that pools.</summary>
    private static PoolingKind? ReadPooling(string folder)
    {
        var path = Path.Combine(folder, ModulesFile);
        return File.Exists(path) ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), root => ReadModules(folder, root)) : null;
    }

    private static PoolingKind? ReadModules(string folder, JsonPiece root)
    {
        PoolingKind? pooling = null;
        foreach (var (index, module) in root.Items().Index())
        {
            var kind = module.Text("type").Split('.')[^1];
            switch (kind)
            {
                case "Transformer" when index == 0:
                    _ =
                        module.Text("path").Length == 0
                            ? true
                            : throw module["path"].Wrong("\"\": the encoder's files in the folder itself");
                    break;
                case "Pooling" when pooling is null && index > 0:
                    pooling = ReadMode(folder, module["path"]);
                    break;
                case "Normalize" when pooling is not null:
                    break;
                default:
                    throw module["type"].Wrong("Transformer first, then Pooling, then at most Normalize; other modules are not supported");
            }
        }

        return pooling;
    }

    private static PoolingKind ReadMode(string folder, JsonPiece place)
    {
        var name = place.Text();
        if (name is "" or "." or ".." || Path.GetFileName(name) != name)
        {
            throw place.Wrong("a plain folder name of this folder");
        }

        var path = Path.Combine(folder, name, PoolingFile);
        return File.Exists(path)
            ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), ReadMode)
            : throw new InvalidDataException($"{path} is missing; {ModulesFile} says that it describes the pooling.");
    }

    private static PoolingKind ReadMode(JsonPiece root)
    {
        var asked = root.Members()
            .Where(member => member.Key.StartsWith(FlagBegin, StringComparison.Ordinal) && root.Flag(member.Key, absent: false))
            .Select(member => member.Key[FlagBegin.Length..])
            .ToList();
        if (asked is not [var mode])
        {
            throw new InvalidDataException(
                $"{root.Location} asks for {(asked.Count == 0 ? "no pooling" : string.Join(" and ", asked))}, expected one of "
                    + $"{string.Join(", ", _modes.Keys.Select(known => FlagBegin + known))} to be true."
            );
        }

        return _modes.TryGetValue(mode, out var kind) ? kind : throw root.Refused($"{FlagBegin}{mode}");
    }

    private static int ReadLength(string path, int positions)
    {
        if (!File.Exists(path))
        {
            return positions;
        }

        return JsonPiece.Read(
            path,
            ModelFile.ReadAllBytes(path),
            root =>
            {
                if (root.Flag("do_lower_case", absent: false))
                {
                    throw root["do_lower_case"].Wrong("false: the tokenizer says what becomes of letters");
                }

                var length = root[LengthKey];
                return length.IsNull ? positions
                    : length.Integer() is > 0 and var given && given <= positions ? given
                    : throw length.Wrong($"a number of tokens from 1 to the {positions} positions of {ModelConfiguration.FileName}");
            }
        );
    }

    /// <summary>A prompt before every text would have to be spelled by whoever embeds.</summary>
    private static void RefusePrompt(string path)
    {
        if (File.Exists(path))
        {
            _ = JsonPiece.Read(
                path,
                ModelFile.ReadAllBytes(path),
                root => root[PromptKey].IsNull ? true : throw root[PromptKey].Wrong("null: prompts before texts are not supported")
            );
        }
    }
}
