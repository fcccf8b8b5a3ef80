using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Data;

/// <summary>The shipped base model: what it is, and that it was made from nothing that examples/alpaca.yaml is about.</summary>
public sealed class BaseModelTests(ITestOutputHelper output)
{
    private const long MostBytes = 6_000_000;
    private const int GramWords = 8;

    private static readonly string _folder = Repository.PathOf("data", "base");

    [Fact]
    public void It_is_small_and_can_be_read()
    {
        CausalLanguageModel.Check(_folder);
        var configuration = ModelConfiguration.Read(_folder);
        var tokenizer = TokenizerFile.Load(_folder);

        Assert.InRange(Directory.EnumerateFiles(_folder).Sum(path => new FileInfo(path).Length), 1, MostBytes);
        Assert.Equal(configuration.VocabularySize, tokenizer.VocabularySize);
        Assert.Equal("The cat sat on the mat.", tokenizer.Decode(tokenizer.Encode("The cat sat on the mat.")));
    }

    [Fact]
    public async Task Its_texts_share_no_instance_with_the_run_on_alpaca()
    {
        var pretraining = await RowsAsync("examples/pretrain.yaml", "alpaca", "dolly");
        var rows = await RowsAsync("examples/alpaca.yaml", "alpaca");
        var prompts = await RowsAsync("examples/alpaca.yaml", "prompts");
        var seen = pretraining.Select(Content).ToHashSet();

        Assert.Equal((16_059, 480, 48), (pretraining.Count, rows.Count, prompts.Count));
        Assert.DoesNotContain(rows.Concat(prompts), row => seen.Contains(Content(row)));
    }

    [Fact]
    public async Task Its_card_says_how_many_word_sequences_it_shares_with_the_run_on_alpaca()
    {
        var pretraining = (await RowsAsync("examples/pretrain.yaml", "alpaca", "dolly"))
            .SelectMany(Grams)
            .ToHashSet(StringComparer.Ordinal);
        var card = await File.ReadAllTextAsync(Path.Combine(_folder, "README.md"), TestContext.Current.CancellationToken);
        foreach (var name in (string[])["alpaca", "prompts"])
        {
            var grams = (await RowsAsync("examples/alpaca.yaml", name)).SelectMany(Grams).Distinct(StringComparer.Ordinal).ToList();
            var shared = grams.Count(pretraining.Contains);
            var share = string.Create(CultureInfo.InvariantCulture, $"{shared} of {grams.Count} ({100.0 * shared / grams.Count:0.00} %)");
            output.WriteLine($"{name}: {share} {GramWords}-word sequences are shared");

            Assert.Contains(share, card);
        }
    }

    private static async Task<List<InstanceRow>> RowsAsync(string configuration, params string[] datasets)
    {
        var bound = ConfigurationLoader.Load(Repository.PathOf(configuration.Split('/')), typeof(PipelineSettings), []);
        var settings = bound.As<PipelineSettings>();
        var rows = new List<InstanceRow>();
        foreach (var name in datasets)
        {
            RecordFileSettings file = name == "prompts" ? settings.Prompts! : settings.Datasets[name];
            var options = IngestBuilder.ListOptions(
                settings,
                name,
                file,
                file is DatasetSettings dataset ? dataset.EmptyResponses : EmptyResponse.Keep
            );
            rows.AddRange(
                await new InstanceReader(options)
                    .ReadAsync(file.Path!.Absolute, TestContext.Current.CancellationToken)
                    .Select(read => read.Instance)
                    .ToListAsync(TestContext.Current.CancellationToken)
            );
        }

        return rows;
    }

    private static (string, string, string) Content(InstanceRow row) => (Key(row.Instruction), Key(row.Input ?? ""), Key(row.Response));

    private static string Key(string text) => string.Join(' ', Words.Split(text).Select(word => word.Key));

    private static IEnumerable<string> Grams(InstanceRow row)
    {
        var words = Words.Split($"{row.Instruction}\n{row.Input}\n{row.Response}").Select(word => word.Key).ToArray();
        return Enumerable.Range(0, Math.Max(0, words.Length - GramWords + 1)).Select(start => string.Join(' ', words, start, GramWords));
    }
}
