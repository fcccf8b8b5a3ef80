using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models.Configuration;

/// <summary>Every reference configuration rewritten in the spelling that most published folders have.</summary>
public sealed class OlderSpellingTests
{
    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void The_older_spelling_means_the_same(string family)
    {
        var folder = GoldenModels.Folder(family);
        var newer = ModelConfiguration.Read(folder);
        foreach (var kind in new[] { "type", "rope_type" })
        {
            var older = ModelConfiguration.Read("older", JsonSerializer.SerializeToUtf8Bytes(Older(folder, kind)));

            Assert.Equal(Described(newer), Described(older));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void A_folder_in_the_older_spelling_computes_the_same(string family)
    {
        using var older = new TemporaryFolder();
        older.Write(ModelConfiguration.FileName, Older(GoldenModels.Folder(family), "type").ToJsonString());
        foreach (var file in Directory.EnumerateFiles(GoldenModels.Folder(family), "model*"))
        {
            File.CreateSymbolicLink(older.PathOf(Path.GetFileName(file)), file);
        }

        using var model = CausalLanguageModel.Load(older.Root, cancellation: TestContext.Current.CancellationToken);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = GoldenModels.Ids(golden, "input_ids");

        var expected = golden.Entries.ContainsKey("logits") ? golden.Read("logits")[0] : golden.Read("logits_60")[0];
        GoldenModels.Close(model.Logits(model.Hidden(ids.narrow(0, 0, 1)))[0], expected, 1e-4);
    }

    /// <summary>What transformers wrote before its fifth version.</summary>
    private static JsonObject Older(string folder, string kind)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ModelConfiguration.FileName)))!.AsObject();
        json["torch_dtype"] = json["dtype"]!.DeepClone();
        json.Remove("dtype");
        json.Remove("layer_types");
        if (json["rope_parameters"] is not JsonObject rotary)
        {
            return json;
        }

        json.Remove("rope_parameters");
        var isNeoX = (string)json["model_type"]! == "gpt_neox";
        Move(rotary, "rope_theta", json, isNeoX ? "rotary_emb_base" : "rope_theta");
        Move(rotary, "partial_rotary_factor", json, isNeoX ? "rotary_pct" : "partial_rotary_factor");
        var type = (string)rotary["rope_type"]!;
        rotary.Remove("rope_type");
        if (type == "longrope")
        {
            Move(rotary, "original_max_position_embeddings", json, "original_max_position_embeddings");
        }

        rotary[kind] = kind == "type" && type == "longrope" ? "su" : type;
        json["rope_scaling"] = type == "default" ? null : rotary;
        return json;
    }

    private static void Move(JsonObject from, string key, JsonObject to, string name)
    {
        if (from[key] is { } value)
        {
            to[name] = value.DeepClone();
            from.Remove(key);
        }
    }

    private static string Described(ModelConfiguration read) =>
        string.Join(
            '\n',
            JsonSerializer.Serialize(read),
            JsonSerializer.Serialize<object?>(read.RotaryScaling),
            JsonSerializer.Serialize(read.Layout)
        );
}
