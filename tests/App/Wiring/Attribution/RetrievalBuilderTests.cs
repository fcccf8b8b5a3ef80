using Pipeline.Engine.Caching;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.Retrieve.Fusion;
using Pipeline.Stages.Attribution.VectorIndex;
using Pipeline.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Every way of retrieval, and what they share.</summary>
public sealed class RetrievalBuilderTests : IDisposable
{
    private const string WithoutModel =
        "datasets: { d: { path: rows.jsonl } }\ngenerations: { mine: { path: rows.jsonl, trained_on: d } }\n";

    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("embed: { type: tfidf }", "retrieve/mine@d", "embed/mine@d", "embed/d")]
    [InlineData("retrieve: { type: bm25 }", "retrieve/mine@d", "ingest-generations/mine", "ingest/d", "word-index/d")]
    public void The_chosen_way_needs_no_model_where_it_goes_by_words(string stage, string id, params string[] reads) =>
        Assert.Equal(
            reads,
            ChainFixture.Reads(
                _chain.Build(
                    "datasets: { d: { path: rows.jsonl } }\ngenerations: { mine: { path: rows.jsonl, trained_on: d } }\n"
                        + $"stages: {{ {stage} }}"
                ),
                id,
                ""
            )
        );

    [Fact]
    public void Fusion_takes_no_index_that_misses_rows() =>
        Assert.Contains(
            "stages.retrieve.index is HNSW32, which misses rows, and a fusion cannot say how many",
            _chain.Refused(Imported + "stages: { retrieve: { type: fusion, index: HNSW32 } }"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Fusion_reads_each_way_and_the_order_of_the_rows()
    {
        var graph = _chain.Build(WithoutModel + "stages: { retrieve: { type: fusion, of: [bm25, tfidf], k: 10, top_k: 7 } }");

        Assert.Equal(["retrieve/mine@d@bm25", "retrieve/mine@d@tfidf", "ingest/d"], ChainFixture.Reads(graph, "retrieve/mine@d", ""));
        Assert.Equal(["embed/mine@d@tfidf", "embed/d@tfidf"], ChainFixture.Reads(graph, "retrieve/mine@d@tfidf", ""));
        Assert.Equal(
            (7, 10, 7),
            (
                ((Bm25Options)ChainFixture.Find(graph, "retrieve/mine@d@bm25").Stage.Options).TopK,
                ((FusionOptions)ChainFixture.Find(graph, "retrieve/mine@d").Stage.Options).K,
                ((FusionOptions)ChainFixture.Find(graph, "retrieve/mine@d").Stage.Options).TopK
            )
        );
    }

    [Theory]
    [InlineData("[bm25]", "stages.retrieve.of")]
    [InlineData("[bm25, bm25]", "stages.retrieve.of")]
    [InlineData("[bm25, vectors]", "stages.retrieve.of")]
    [InlineData("[bm25, fusion]", "stages.retrieve.of has fusion, expected single ways of retrieval")]
    [InlineData("[bm25, hidden_state]", "stages.retrieve.of has hidden_state, which needs a 'model'")]
    public void Ways_that_cannot_be_fused_are_refused(string ways, string message) =>
        Assert.Contains(
            message,
            _chain.Refused(WithoutModel + $"stages: {{ retrieve: {{ type: fusion, of: {ways} }} }}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Hidden_states_of_answers_are_made_once_for_all_datasets_and_need_a_model()
    {
        const string Settings = """
            datasets: { a: { path: rows.jsonl }, b: { from: a, simplify: true } }
            generations:
              mine: { path: rows.jsonl, trained_on: a }
              yours: { path: rows.jsonl, trained_on: b }
              author: { path: rows.jsonl, trained_on: a, control: true }
            """;

        Assert.Contains("stages.embed.type is hidden_state, which needs a 'model'", _chain.Refused(Settings), StringComparison.Ordinal);
        Assert.Equal(
            ["embed/a", "embed/author@a", "embed/b", "embed/mine@a", "embed/yours@b"],
            ChainFixture.Ids(_chain.Build("model: model\n" + Settings), "embed/").Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("HNSW32", null, 64)]
    [InlineData("IVF256,Flat, nprobe: 4", 4, null)]
    [InlineData("IVF256_HNSW32,Flat", 16, 64)]
    public void An_approximate_index_is_made_once_for_a_dataset_and_asked_with_what_its_kind_has(string index, int? lists, int? rows)
    {
        var graph = _chain.Build(Imported + $"stages: {{ retrieve: {{ index: {Quoted(index)} }} }}");

        Assert.Equal(["vector-index/d"], ChainFixture.Ids(graph, "vector-index/"));
        Assert.Equal(["embed/d"], ChainFixture.Reads(graph, "vector-index/d", VectorIndexStage.Vectors));
        foreach (var name in new[] { "mine", "author" })
        {
            Assert.Equal(["vector-index/d"], ChainFixture.Reads(graph, $"retrieve/{name}@d", RetrieveStage.VectorIndex));
            var asked = ((RetrieveOptions)ChainFixture.Find(graph, $"retrieve/{name}@d").Stage.Options).Approximate!;
            Assert.Equal((index.Split(", ")[0], lists, rows), (asked.Index, asked.Nprobe, asked.EfSearch));
        }

        Assert.Equal(["retrieve/mine@d"], ChainFixture.Reads(graph, "report", ReportStage.Neighbours));
    }

    [Fact]
    public void Flat_changes_no_fingerprint_and_needs_no_index()
    {
        var (flat, managed) = (
            _chain.Build(Imported + "stages: { retrieve: { index: Flat } }"),
            _chain.Build(Imported + "stages: { retrieve: { top_k: 50 } }")
        );

        Assert.Empty(ChainFixture.Ids(flat, "vector-index/"));
        var (ofFlat, ofManaged) = (ChainFixture.Find(flat, "retrieve/mine@d").Stage, ChainFixture.Find(managed, "retrieve/mine@d").Stage);
        Assert.True(((RetrieveOptions)ofFlat.Options).ByFaiss);
        Assert.False(((RetrieveOptions)ofManaged.Options).ByFaiss);
        Assert.Equal(
            CanonicalJson.Text(CanonicalJson.Serialize(ofManaged.Options)),
            CanonicalJson.Text(CanonicalJson.Serialize(ofFlat.Options))
        );
    }

    [Theory]
    [InlineData("embed: { type: tfidf }, retrieve: { index: HNSW32 }", "stages.retrieve.index is HNSW32", "tfidf has none of")]
    [InlineData("retrieve: { type: bm25, index: Flat }", "stages.retrieve.index is Flat", "bm25 has none of")]
    public void An_index_of_what_has_no_dense_vectors_is_refused(string stages, params string[] messages)
    {
        var refused = _chain.Refused(Imported + $"stages: {{ {stages} }}");

        Assert.All(messages, message => Assert.Contains(message, refused, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sentence_encoder_needs_no_model_and_its_folder_says_what_the_settings_do_not()
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"), TinyEncoder.Mpnet, "cls_token");
        const string Data = """
            datasets: { d: { path: rows.jsonl } }
            generations: { mine: { path: rows.jsonl, trained_on: d } }

            """;

        var graph = _chain.Build(Data + "stages: { embed: { type: sentence, encoder: encoder, text: response } }");

        Assert.Equal(["embed-sentences/mine@d", "embed-sentences/d"], ChainFixture.Reads(graph, "retrieve/mine@d", ""));
        Assert.Equal(
            new SentenceOptions
            {
                Rows = TextSource.Instances,
                Text = EmbeddedText.Response,
                Pooling = PoolingKind.Cls,
                MaxLength = 64,
                BatchSize = 32,
            },
            ChainFixture.Find(graph, "embed-sentences/d").Stage.Options
        );
        Assert.Equal(
            new SentenceOptions
            {
                Rows = TextSource.Answers,
                Pooling = PoolingKind.Max,
                MaxLength = 16,
                BatchSize = 4,
            },
            ChainFixture
                .Find(
                    _chain.Build(
                        Data + "stages: { embed: { type: sentence, encoder: encoder, pooling: max, max_length: 16, batch_size: 4 } }"
                    ),
                    "embed-sentences/mine@d"
                )
                .Stage.Options
        );
    }

    [Theory]
    [InlineData("type: sentence", "stages.embed.type: embedding by sentences needs an 'encoder'")]
    [InlineData("type: sentence, encoder: model", "stages.embed.encoder: ")]
    [InlineData("type: sentence, encoder: encoder", "it has no modules.json with a module Pooling. Set 'pooling'")]
    [InlineData("type: sentence, encoder: encoder, pooling: mean, max_length: 65", "max_length is 65, but ")]
    [InlineData("type: sentence, encoder: nowhere, pooling: mean", "stages.embed.encoder is 'nowhere'; no such folder")]
    [InlineData("type: hidden_state, pooling: cls", "stages.embed.pooling: cls is the first token's state")]
    public void What_cannot_embed_is_refused_with_its_key(string embed, string message)
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"), pooling: null);

        Assert.Contains(
            message,
            _chain.Refused(
                $$"""
                model: model
                datasets: { d: { path: rows.jsonl } }
                generations: { mine: { path: rows.jsonl, trained_on: d } }
                stages: { embed: { {{embed}} } }
                """
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_base_models_states_may_be_of_another_layer_and_of_the_last_token() =>
        Assert.Equal(
            new HiddenStateOptions
            {
                Rows = TextSource.Instances,
                Text = EmbeddedText.Instruction,
                Layer = 2,
                Pooling = PoolingKind.Last,
            },
            ChainFixture
                .Find(
                    _chain.Build(
                        """
                        model: model
                        datasets: { d: { path: rows.jsonl } }
                        generations: { mine: { path: rows.jsonl, trained_on: d } }
                        stages: { embed: { layer: 2, pooling: last, text: instruction } }
                        """
                    ),
                    "embed/d"
                )
                .Stage.Options
        );

    public void Dispose() => _chain.Dispose();

    private const string Imported =
        "model: model\ndatasets: { d: { path: rows.jsonl } }\ngenerations:\n  mine: { path: rows.jsonl, trained_on: d }\n"
        + "  author: { path: rows.jsonl, trained_on: d, control: true }\n";

    /// <summary>The first value in quotes, as it may hold commas.</summary>
    private static string Quoted(string settings) => settings.Split(", ") is [var index, var more] ? $"'{index}', {more}" : $"'{settings}'";
}
