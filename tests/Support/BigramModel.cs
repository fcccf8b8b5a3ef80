using System.Text.Json.Nodes;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Tests.Support;

/// <summary>
/// A model whose next token depends on the last one alone, so that probabilities can be computed by hand: of each pair of tokens a weight,
/// 1 unless it is given, and p(next | last) = weight(last, next) / Σ weight(last, ·) over the 300 tokens of the tiny base's tokenizer.
/// Embeddings are unit vectors, layers add nothing, and the output layer has the logarithms of the weights.
/// </summary>
public static class BigramModel
{
    /// <summary>Number of tokens.</summary>
    public const int Vocabulary = 300;

    private const int Hidden = 320;
    private const int Heads = 2;
    private const int Intermediate = 16;

    // Beside it the norm's epsilon does not count.
    private const float Long = 1000;

    private static string Source => Repository.PathOf("tests", "Goldens", "tiny_base");

    /// <summary>Writes the model folder.</summary>
    /// <param name="folder">Where to; it is made.</param>
    /// <param name="weights">The weights that are not 1.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, params IReadOnlyList<(int Last, int Next, double Weight)> weights)
    {
        NativeTorch.Load();
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json", "generation_config.json" })
        {
            File.Copy(Path.Combine(Source, name), Path.Combine(folder, name));
        }

        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(Source, "config.json")))!;
        configuration["hidden_size"] = Hidden;
        configuration["head_dim"] = Hidden / Heads;
        configuration["num_attention_heads"] = Heads;
        configuration["num_key_value_heads"] = Heads;
        configuration["intermediate_size"] = Intermediate;
        configuration["num_hidden_layers"] = 1;
        configuration["tie_word_embeddings"] = false;
        configuration["dtype"] = "float32";
        File.WriteAllText(Path.Combine(folder, "config.json"), configuration.ToJsonString());

        using var scope = NewDisposeScope();
        var output = new float[Vocabulary, Hidden];
        foreach (var (last, next, weight) in weights)
        {
            // A unit vector comes out of the norm with the square root of its length.
            output[next, last] = (float)(Math.Log(weight) / Math.Sqrt(Hidden));
        }

        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            new Dictionary<string, Tensor>
            {
                ["model.embed_tokens.weight"] = eye(Vocabulary, Hidden) * Long,
                ["model.norm.weight"] = ones(Hidden),
                ["lm_head.weight"] = tensor(output),
                ["model.layers.0.input_layernorm.weight"] = ones(Hidden),
                ["model.layers.0.post_attention_layernorm.weight"] = ones(Hidden),
                ["model.layers.0.self_attn.q_proj.weight"] = zeros(Hidden, Hidden),
                ["model.layers.0.self_attn.k_proj.weight"] = zeros(Hidden, Hidden),
                ["model.layers.0.self_attn.v_proj.weight"] = zeros(Hidden, Hidden),
                ["model.layers.0.self_attn.o_proj.weight"] = zeros(Hidden, Hidden),
                ["model.layers.0.mlp.gate_proj.weight"] = zeros(Intermediate, Hidden),
                ["model.layers.0.mlp.up_proj.weight"] = zeros(Intermediate, Hidden),
                ["model.layers.0.mlp.down_proj.weight"] = zeros(Hidden, Intermediate),
            }
        );
        return folder;
    }
}
