using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.Retrieve.Fusion;
using Pipeline.Stages.Attribution.VectorIndex;
using Pipeline.Stages.Attribution.WordIndex;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires the search for training rows near to answers: by embeddings, or by words.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
internal sealed class RetrievalBuilder(BoundConfiguration configuration, PipelineSettings settings, GraphBuilder graph)
{
    private readonly EmbeddingModels _embeddings = new(configuration, settings);

    /// <summary>The way that the settings choose.</summary>
    private RetrievalMethod Chosen =>
        settings.Stages.Retrieve.Type switch
        {
            RetrievalKind.Bm25 => RetrievalMethod.Bm25,
            RetrievalKind.Fusion => RetrievalMethod.Fusion,
            _ => Embedding,
        };

    /// <summary>The kind of vectors that the settings choose.</summary>
    private RetrievalMethod Embedding =>
        settings.Stages.Embed.Type switch
        {
            EmbeddingKind.Tfidf => RetrievalMethod.Tfidf,
            EmbeddingKind.Sentence => RetrievalMethod.Sentence,
            _ => RetrievalMethod.HiddenState,
        };

    /// <summary>What the scores of the chosen way are.</summary>
    public string Score =>
        Chosen switch
        {
            RetrievalMethod.Bm25 => RetrievalScores.Bm25,
            RetrievalMethod.Tfidf => RetrievalScores.Tfidf,
            RetrievalMethod.Sentence => RetrievalScores.Sentence,
            RetrievalMethod.Fusion => RetrievalScores.Fusion,
            _ => RetrievalScores.HiddenState,
        };

    /// <summary>The approximate index that the chosen way asks; null where all rows are compared.</summary>
    public IndexParameters? Approximate =>
        settings.Stages.Retrieve is { Index: { } index and not FaissIndex.Flat } search
            ? new IndexParameters
            {
                Index = index,
                Nprobe = index.Contains("IVF", StringComparison.Ordinal) ? search.Nprobe : null,
                EfSearch = index.Contains("HNSW", StringComparison.Ordinal) ? search.EfSearch : null,
            }
            : null;

    /// <summary>The rows nearest to a model's answers, as the settings say.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The dataset that is searched.</param>
    public StageNode Build(ComparedModel model, WiredDataset rows) =>
        Build(model, rows, Chosen, TextSource.Answers, settings.Stages.Retrieve.TopK, $"retrieve/{model.Name}@{rows.Name}");

    /// <summary>The rows nearest to a model's answers, found in one way with one kind of query.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The dataset that is searched.</param>
    /// <param name="method">The way.</param>
    /// <param name="query">What of the answers is searched with.</param>
    /// <param name="depth">Rows for each answer.</param>
    public StageNode Build(ComparedModel model, WiredDataset rows, RetrievalMethod method, TextSource query, int depth) =>
        Build(
            model,
            rows,
            method,
            query,
            depth,
            $"retrieve/{model.Name}@{rows.Name}@{method.Spell()}{(query == TextSource.AnswersAlone ? "@answer" : "")}"
        );

    /// <summary>Prompts and answers of a model as vectors of the kind that the settings choose, whatever retrieval searches with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The dataset that they are held against.</param>
    public StageNode EmbedAnswers(ComparedModel model, WiredDataset rows) =>
        Embedded($"{model.Name}@{rows.Name}{NameWay(Embedding)}", model.Answers, TextSource.Answers, rows, Embedding);

    /// <summary>The rows of a dataset as vectors of that kind.</summary>
    /// <param name="rows">The dataset.</param>
    public StageNode EmbedRows(WiredDataset rows) =>
        Embedded(rows.Name + NameWay(Embedding), rows.Rows, TextSource.Instances, rows, Embedding);

    private StageNode Build(ComparedModel model, WiredDataset rows, RetrievalMethod method, TextSource query, int depth, string id)
    {
        if (settings.Stages.Retrieve.Index is { } index && Chosen is RetrievalMethod.Bm25 or RetrievalMethod.Tfidf)
        {
            throw new InputException(
                $"stages.retrieve.index is {index}, and an index holds dense vectors, which {Chosen.Spell()} has none of; leave it out, "
                    + "or set stages.embed.type to one that has."
            );
        }

        if (method == RetrievalMethod.Fusion)
        {
            return Fused(model, rows, query, depth, id);
        }

        if (method == RetrievalMethod.Bm25)
        {
            var words = settings.Stages.Retrieve;
            return graph.Map(
                id,
                new Bm25RetrieveStage(
                    new Bm25Options
                    {
                        TopK = depth,
                        Query = query,
                        K1 = words.K1,
                        B = words.B,
                    }
                ),
                [new NodeOutput(Bm25RetrieveStage.Answers, model.Answers)],
                new NodeOutput(Bm25RetrieveStage.Instances, rows.Rows),
                new NodeOutput(
                    Bm25RetrieveStage.Index,
                    graph.Fold(
                        $"word-index/{rows.Name}",
                        new WordIndexStage(new WordIndexOptions()),
                        [new NodeOutput(WordIndexStage.Instances, rows.Rows)]
                    ),
                    OutputScope.Everything
                )
            );
        }

        var way = NameWay(method);
        var asked = $"{model.Name}@{rows.Name}{way}{(query == TextSource.AnswersAlone ? "@answer" : "")}";
        var vectors = Embedded(rows.Name + way, rows.Rows, TextSource.Instances, rows, method);
        var approximate = method == RetrievalMethod.Tfidf ? null : Approximate;
        return graph.Map(
            id,
            new RetrieveStage(
                new RetrieveOptions
                {
                    TopK = depth,
                    Approximate = approximate,
                    ByFaiss = settings.Stages.Retrieve.Index == FaissIndex.Flat,
                }
            ),
            [new NodeOutput(RetrieveStage.Answers, Embedded(asked, model.Answers, query, rows, method))],
            [
                new NodeOutput(RetrieveStage.Index, vectors),
                .. approximate is null
                    ? []
                    : (NodeInput[])
                        [
                            new NodeOutput(
                                RetrieveStage.VectorIndex,
                                Indexed(rows.Name + way, vectors, approximate.Index),
                                OutputScope.Everything
                            ),
                        ],
            ]
        );
    }

    /// <summary>What several ways find, each as deep as their fusion goes.</summary>
    private StageNode Fused(ComparedModel model, WiredDataset rows, TextSource query, int depth, string id)
    {
        var fusion = settings.Stages.Retrieve;
        if (fusion.Of.Contains(RetrievalMethod.Fusion))
        {
            throw new InputException("stages.retrieve.of has fusion, expected single ways of retrieval.");
        }

        if (fusion.Of.Contains(RetrievalMethod.HiddenState) && settings.Model is null)
        {
            throw new InputException("stages.retrieve.of has hidden_state, which needs a 'model'; leave it out, or name a model.");
        }

        if (Approximate is { } approximate)
        {
            throw new InputException(
                $"stages.retrieve.index is {approximate.Index}, which misses rows, and a fusion cannot say how many; expected Flat, or none."
            );
        }

        return graph.Map(
            id,
            new FusionRetrieveStage(
                new FusionOptions
                {
                    Of = [.. fusion.Of.Select(method => method.Spell())],
                    K = fusion.K,
                    TopK = depth,
                }
            ),
            [
                .. fusion.Of.Select(method => new NodeOutput(
                    FusionRetrieveStage.Neighbours(method.Spell()),
                    Build(model, rows, method, query, depth)
                )),
            ],
            new NodeOutput(FusionRetrieveStage.Instances, rows.Rows)
        );
    }

    /// <summary>What the nodes of a way have in their name that is not the one that is chosen.</summary>
    private string NameWay(RetrievalMethod method) => method == Chosen ? "" : "@" + method.Spell();

    private StageNode Indexed(string id, StageNode vectors, string index) =>
        graph.Fold(
            $"vector-index/{id}",
            new VectorIndexStage(new VectorIndexOptions { Index = index }),
            [new NodeOutput(VectorIndexStage.Vectors, vectors)]
        );

    /// <summary>With hidden states and sentence vectors a text's vector depends on no dataset, so models that meet several share one
    /// node.</summary>
    private StageNode Embedded(string id, StageNode texts, TextSource source, WiredDataset corpus, RetrievalMethod method)
    {
        var embed = settings.Stages.Embed;
        return method switch
        {
            RetrievalMethod.Tfidf => graph.Map(
                $"embed/{id}",
                new TfidfEmbedStage(
                    new TfidfOptions
                    {
                        Rows = source,
                        Text = embed.Text,
                        MinInstances = embed.MinInstances,
                    }
                ),
                [new NodeOutput(TfidfEmbedStage.Texts, texts)],
                new NodeOutput(TfidfEmbedStage.Corpus, corpus.Rows)
            ),
            RetrievalMethod.Sentence => graph.Map(
                $"embed-sentences/{id}",
                new SentenceEmbedStage(_embeddings.ToSentenceOptions(source)),
                [new NodeOutput(SentenceEmbedStage.Texts, texts)],
                _embeddings.ReadEncoder()
            ),
            _ => graph.Map(
                $"embed/{id}",
                new HiddenStateEmbedStage(_embeddings.ToHiddenStateOptions(source)),
                [new NodeOutput(HiddenStateEmbedStage.Texts, texts)],
                _embeddings.ReadModel()
            ),
        };
    }
}
