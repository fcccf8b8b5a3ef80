using System.Text.Json.Nodes;
using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Models that were tuned elsewhere are looked at before anything is computed.</summary>
public sealed class ModelChecksTests : IDisposable
{
    private static readonly string _base = Repository.PathOf("data", "base");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_an_adapter_or_a_checkpoint_is_is_said()
    {
        var adapter = Adapter(200);
        Assert.StartsWith("an adapter of rank 200 for 5 of ", await Check(adapter).RunAsync(Cancellation), StringComparison.Ordinal);
        Assert.EndsWith(" parameters, all tensors are there", await Check(_base).RunAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use_dora", "true", "use_dora is true, expected nothing, for it is not supported")]
    [InlineData("r", "3", "has shape [200, 192], expected [3, 192]")]
    [InlineData("r", "20000", "r is 20000, expected at most 16384")]
    [InlineData("r", "2147483648", "r is 2147483648, expected a whole number")]
    [InlineData("target_modules", "[\"c_attn\"]", "belongs to no targeted layer of the model")]
    [InlineData("target_modules", "[\"k_proj\"]", "k_proj.lora_A.weight' is missing")]
    public async Task An_adapter_that_cannot_be_used_is_refused(string key, string value, string message)
    {
        var adapter = Adapter(200);
        Edit(Path.Combine(adapter, AdapterFile.ConfigurationName), settings => settings[key] = JsonNode.Parse(value));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Check(adapter).RunAsync(Cancellation));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tokenizer_with_more_tokens_than_its_model_embeds_is_refused()
    {
        var copy = Copy();
        Edit(
            Path.Combine(copy, "tokenizer.json"),
            tokenizer =>
            {
                var added = tokenizer["added_tokens"]!.AsArray();
                var token = added[0]!.DeepClone();
                (token["id"], token["content"]) = (ModelConfiguration.Read(_base).VocabularySize, "<more>");
                added.Add(token);
            }
        );

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Check(copy).RunAsync(Cancellation));
        Assert.Contains("tokens, but the model embeds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_without_a_tensor_is_refused()
    {
        var copy = Copy();
        Edit(Path.Combine(copy, ModelConfiguration.FileName), settings => settings["num_hidden_layers"] = 6);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Check(copy).RunAsync(Cancellation));
        Assert.Contains("is missing", error.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Edit(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private string Adapter(int rank)
    {
        NativeTorch.Load();
        var folder = _folder.PathOf("adapter");
        Directory.CreateDirectory(folder);
        using var model = CausalLanguageModel.Load(_base, cancellation: TestContext.Current.CancellationToken);
        using var adapter = LoraAdapter.Create(model, new LoraShape(rank, rank, ["q_proj"]), 1);
        AdapterFile.Save(folder, adapter, model);
        return folder;
    }

    private string Copy()
    {
        var folder = _folder.PathOf("copy");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(_base))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    private InputCheck Check(string theirs)
    {
        _folder.Write("rows.jsonl", "{}");
        var configuration = ConfigurationLoader.Load(
            _folder.Write("test.yaml", $"model: {_base}\nprompts: {{ path: rows.jsonl }}\nmodels: {{ theirs: {{ path: {theirs} }} }}\n"),
            typeof(PipelineSettings),
            []
        );
        var catalogue = new Catalogue();
        return catalogue.Checks(configuration, catalogue.Build(configuration)).Single(check => check.Subject == "models.theirs");
    }
}
