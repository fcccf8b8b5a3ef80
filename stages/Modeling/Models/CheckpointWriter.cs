using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Writes models in Hugging Face form.</summary>
public static class CheckpointWriter
{
    /// <summary>What a published folder holds for use elsewhere beside weights and configuration: the tokenizer in all its forms, and
    /// defaults of generation.</summary>
    private static readonly string[] _companions =
    [
        "tokenizer.json",
        "tokenizer_config.json",
        "tokenizer.model",
        $"*{TokenizerFile.TiktokenExtension}",
        "special_tokens_map.json",
        "added_tokens.json",
        "vocab.json",
        "merges.txt",
        "chat_template.jinja",
        "chat_template.json",
        "generation_config.json",
    ];

    /// <summary>
    /// Files of a model folder that say what the model computes, or that a model saved like it takes along: a card or a log beside them
    /// does not count.
    /// </summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [ModelConfiguration.FileName, "*.safetensors", "*.safetensors.index.json", .. _companions];

    /// <summary>Writes a model's weights, and beside them the configuration and tokenizer of the folder that it was made from.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="source">The folder that it was made from.</param>
    /// <param name="type">What to hold the weights in.</param>
    /// <param name="endTokens">Tokens that the model has learned to end its answers with; those that the source's configurations do not
    /// name yet are added to <c>eos_token_id</c>, so that the model stops elsewhere too.</param>
    /// <exception cref="InvalidDataException">A configuration of the source is malformed.</exception>
    public static void SaveLike(
        string folder,
        CausalLanguageModel model,
        string source,
        ScalarType type,
        IReadOnlyCollection<int>? endTokens = null
    )
    {
        var configuration = JsonNode.Parse(ModelFile.ReadAllBytes(Path.Combine(source, ModelConfiguration.FileName)))!.AsObject();
        configuration.Remove("torch_dtype");
        configuration["dtype"] = type == ScalarType.BFloat16 ? "bfloat16" : "float32";
        AddEndTokens(configuration, EndTokenReader.ReadModel(source), endTokens);
        WriteJson(Path.Combine(folder, ModelConfiguration.FileName), configuration);
        foreach (var companion in _companions.SelectMany(name => Directory.EnumerateFiles(source, name)))
        {
            File.Copy(companion, Path.Combine(folder, Path.GetFileName(companion)));
        }

        if (endTokens?.Count > 0 && File.Exists(Path.Combine(source, EndTokenReader.GenerationFileName)))
        {
            var known = EndTokenReader.ReadGeneration(source);
            var generation = JsonNode.Parse(ModelFile.ReadAllBytes(Path.Combine(source, EndTokenReader.GenerationFileName)))!.AsObject();
            if (AddEndTokens(generation, known, endTokens))
            {
                WriteJson(Path.Combine(folder, EndTokenReader.GenerationFileName), generation);
            }
        }

        SaveWeights(folder, model, type);
    }

    /// <summary>Adds tokens to those that end an answer, after what is there: the first stays the model's end of text.</summary>
    /// <returns>Whether one was missing.</returns>
    private static bool AddEndTokens(JsonObject configuration, IReadOnlyList<EndToken> known, IReadOnlyCollection<int>? learned)
    {
        int[] ids = [.. known.Select(end => end.Id), .. (learned ?? []).Except(known.Select(end => end.Id))];
        if (ids.Length == known.Count)
        {
            return false;
        }

        configuration[EndTokenReader.Key] = ids is [var only] ? only : new JsonArray([.. ids.Select(id => JsonValue.Create(id))]);
        return true;
    }

    /// <summary>Writes the weights as <c>model.safetensors</c>.</summary>
    public static void SaveWeights(string folder, CausalLanguageModel model, ScalarType type) =>
        SafetensorsWriter.Write(Path.Combine(folder, CheckpointFiles.SingleFile), model.Weights, type);

    /// <summary>Writes the configuration of a model made here.</summary>
    public static void SaveConfiguration(string folder, ModelConfiguration configuration, int beginOfText, int endOfText) =>
        WriteJson(
            Path.Combine(folder, ModelConfiguration.FileName),
            new JsonObject
            {
                ["architectures"] = new JsonArray("LlamaForCausalLM"),
                ["attention_bias"] = false,
                ["bos_token_id"] = beginOfText,
                ["dtype"] = "bfloat16",
                ["eos_token_id"] = endOfText,
                ["head_dim"] = configuration.HeadDimension,
                ["hidden_act"] = "silu",
                ["hidden_size"] = configuration.HiddenSize,
                ["initializer_range"] = configuration.InitialDeviation,
                ["intermediate_size"] = configuration.IntermediateSize,
                ["max_position_embeddings"] = configuration.MaximumPositions,
                ["mlp_bias"] = false,
                ["model_type"] = "llama",
                ["num_attention_heads"] = configuration.Heads,
                ["num_hidden_layers"] = configuration.Layers,
                ["num_key_value_heads"] = configuration.KeyValueHeads,
                ["rms_norm_eps"] = configuration.NormEpsilon,
                ["rope_theta"] = configuration.RotaryBase,
                ["tie_word_embeddings"] = configuration.TiedEmbeddings,
                ["vocab_size"] = configuration.VocabularySize,
            }
        );

    private static void WriteJson(string path, JsonNode node) =>
        File.WriteAllText(path, node.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
}
