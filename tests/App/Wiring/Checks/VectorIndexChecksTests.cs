using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Modeling.Search;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>An index that cannot be made here is refused before anything is computed, with the place of the setting.</summary>
public sealed class VectorIndexChecksTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    public VectorIndexChecksTests()
    {
        var config = Repository.PathOf("data", "base", "config.json");
        File.Copy(config, _chain.Folder.PathOf("model", "config.json"));
    }

    public void Dispose() => _chain.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("stages: { retrieve: { index: Flat } }")]
    public void What_compares_all_rows_needs_no_check(string stages) => Assert.Null(Find(stages));

    [Fact]
    public async Task An_index_is_said_with_its_dimensions()
    {
        Faiss.SkipUnlessThere();

        var said = await Find("stages: { retrieve: { index: HNSW32 } }")!.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"HNSW32 of 192 dimensions, FAISS {FaissIndex.Version}", said);
    }

    [Fact]
    public async Task Vectors_of_a_sentence_encoder_can_be_indexed()
    {
        Faiss.SkipUnlessThere();
        var encoder = TinyEncoder.Write(_chain.Folder.PathOf("encoder"));

        var said = await Find(
                $"stages: {{ embed: {{ type: sentence, encoder: '{encoder}', pooling: mean }}, retrieve: {{ index: HNSW32 }} }}"
            )!
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"HNSW32 of {SentenceEncoder.WidthOf(encoder)} dimensions, FAISS {FaissIndex.Version}", said);
    }

    [Theory]
    [InlineData("Nonsense", "'Nonsense' makes no index of 192 dimensions: FAISS says:")]
    [InlineData("HNSW32,PQ7", "makes no index of 192 dimensions: FAISS says:")]
    [InlineData("rm -rf", "describes no index")]
    public async Task A_description_that_is_none_is_refused_with_its_place(string index, string message)
    {
        Faiss.SkipUnlessThere();

        await RefusedAsync(index, message);
    }

    [Fact]
    public async Task Without_FAISS_an_approximate_index_is_refused_with_what_to_install()
    {
        Assert.SkipWhen(FaissIndex.Absence is null, "FAISS is there; the program that is built with -p:Faiss=none shows the rest.");

        await RefusedAsync("HNSW32", "Install libfaiss-dev");
    }

    private async Task RefusedAsync(string index, string message)
    {
        var check = Find($"stages: {{ retrieve: {{ index: '{index}' }} }}")!;
        var error = await Assert.ThrowsAsync<InputException>(() => check.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("test.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains("stages.retrieve.index", error.Message, StringComparison.Ordinal);
    }

    private InputCheck? Find(string stages) =>
        _chain
            .Check(
                "model: model\ndatasets: { d: { path: rows.jsonl } }\ngenerations: { mine: { path: rows.jsonl, trained_on: d } }\n" + stages
            )
            .SingleOrDefault(check => check.Subject == "stages.retrieve.index");
}
