using System.Text.Json.Nodes;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Tests.Support;

/// <summary>
/// The shipped base model with tokens of a chat template: as somebody prepares a base for tuning. A new row of the embedding is the row of
/// another token, longer by a sixteenth and rounded to bfloat16, as in the script that made the goldens.
/// </summary>
public static class BaseWithTokens
{
    private const string Embedding = "model.embed_tokens.weight";
    private const double Longer = 1.0625;

    /// <summary>Writes the model folder.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="tokens">The new tokens, whose ids follow the base's.</param>
    /// <param name="rows">The token of the base that each is like.</param>
    /// <param name="configured"><c>eos_token_id</c> of <c>config.json</c>.</param>
    /// <param name="generation"><c>eos_token_id</c> of <c>generation_config.json</c>.</param>
    /// <param name="hasGeneration">Whether there is a <c>generation_config.json</c>.</param>
    public static void Write(
        string folder,
        IReadOnlyList<string> tokens,
        IReadOnlyList<int> rows,
        JsonNode? configured,
        JsonNode? generation,
        bool hasGeneration = true
    )
    {
        NativeTorch.Load();
        var source = Repository.PathOf("data", "base");
        using var file = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        using var scope = NewDisposeScope();
        var weights = file.Entries.Keys.ToDictionary(name => name, file.Read);
        var embedding = weights[Embedding];
        var added = (embedding[tensor(rows.Select(row => (long)row).ToArray())].to(ScalarType.Float32) * Longer).to(embedding.dtype);
        weights[Embedding] = cat([embedding, added], 0);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), weights);

        File.Copy(Path.Combine(source, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"));
        Edit(
            "config.json",
            json =>
            {
                json["vocab_size"] = embedding.shape[0] + tokens.Count;
                json["eos_token_id"] = configured?.DeepClone();
            }
        );
        Edit(
            "tokenizer.json",
            json =>
            {
                foreach (var (index, token) in tokens.Index())
                {
                    json["added_tokens"]!.AsArray().Add(Added(embedding.shape[0] + index, token));
                }
            }
        );
        if (hasGeneration)
        {
            Edit("generation_config.json", json => json["eos_token_id"] = generation?.DeepClone());
        }

        void Edit(string name, Action<JsonNode> edit)
        {
            var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(source, name)))!;
            edit(json);
            File.WriteAllText(Path.Combine(folder, name), json.ToJsonString());
        }
    }

    private static JsonObject Added(long id, string content) =>
        new()
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        };
}
