using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>
/// Measures how near answers are to the rows that they borrowed from, as the paper does (cosine of embeddings and overlap of keyword
/// n-grams), beside the same for rows drawn at random and for the nearest rows by BM25 that they did not borrow from: without these the
/// figures say nothing.
/// </summary>
public sealed class SourceSimilarityStage(SourceSimilarityOptions options) : FoldStage
{
    /// <summary>Prefix of a model's answers.</summary>
    public const string Answers = "answers:";

    /// <summary>Prefix of its judged spans.</summary>
    public const string Spans = "spans:";

    /// <summary>Prefix of what it borrowed for certain; optional.</summary>
    public const string Certain = "certain:";

    /// <summary>Prefix of the embeddings of its answers, with their prompts.</summary>
    public const string AnswerVectors = "answer-vectors:";

    /// <summary>Prefix of the rows that BM25 ranks first for its answers.</summary>
    public const string Neighbours = "neighbours:";

    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    /// <summary>Prefix of their embeddings.</summary>
    public const string InstanceVectors = "instance-vectors:";

    /// <inheritdoc />
    public override string Name => "source-similarity";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var summary = new List<SourceSimilarityRow>();
        foreach (var series in options.Models.GroupBy(model => model.Series, StringComparer.Ordinal))
        {
            var all = new List<AnswerPairRow>();
            foreach (var model in series)
            {
                // Tables of what was found for answers have a row for each of them, in their order.
                var answers = await inputs
                    .RowsAsync<GenerationRow>(Answers + model.Model, cancellation)
                    .Select(answer => (answer.InstanceId, answer.Sample))
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false);
                var pairs = await PairsAsync(inputs, model, answers, cancellation).ConfigureAwait(false);
                await MeasureAsync(inputs, model, answers, pairs, cancellation).ConfigureAwait(false);
                await output.WritePartAsync(pairs, cancellation).ConfigureAwait(false);
                summary.AddRange(SimilarityFigures.Summarise(model.Model, pairs));
                all.AddRange(pairs);
                context.Log.Information(
                    "{Model}: {Pairs} answers beside a row that they borrowed from",
                    model.Model,
                    pairs.Count(pair => pair.Kind == PairKind.Source)
                );
            }

            if (series.Count() > 1)
            {
                summary.AddRange(SimilarityFigures.Summarise(series.Key, all));
            }
        }

        await output.WriteTableAsync(SourceSimilarityRow.FileName, summary, cancellation).ConfigureAwait(false);
    }

    private async Task<List<AnswerPairRow>> PairsAsync(
        StageInputs inputs,
        BorrowingAnswers model,
        List<(string InstanceId, int Sample)> answers,
        CancellationToken cancellation
    )
    {
        var neighbours = (
            await inputs.RowsAsync<NeighbourRow>(Neighbours + model.Model, cancellation).ToListAsync(cancellation).ConfigureAwait(false)
        )
            .Index()
            .ToDictionary(found => answers[found.Index], found => found.Item.Neighbours);
        var drawing = new AnswerPairs(
            options,
            await InstanceTable.IdsAsync(inputs, Instances + model.Dataset, cancellation).ConfigureAwait(false)
        );
        var pairs = new List<AnswerPairRow>();
        foreach (
            var (evidence, name) in new[] { (PairEvidence.Borrowed, Spans + model.Model), (PairEvidence.Certain, Certain + model.Model) }
        )
        {
            if (inputs.Has(name))
            {
                var spans = await inputs.RowsAsync<BorrowedSpanRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
                pairs.AddRange(drawing.List(model.Model, evidence, spans, neighbours));
            }
        }

        return pairs;
    }

    private static async Task MeasureAsync(
        StageInputs inputs,
        BorrowingAnswers model,
        List<(string InstanceId, int Sample)> answers,
        List<AnswerPairRow> pairs,
        CancellationToken cancellation
    )
    {
        var texts = new PairTexts(pairs);
        await foreach (var answer in inputs.RowsAsync<GenerationRow>(Answers + model.Model, cancellation).ConfigureAwait(false))
        {
            texts.AddAnswer((answer.InstanceId, answer.Sample), answer.Text);
        }

        await foreach (
            var (index, vector) in inputs.RowsAsync<EmbeddingRow>(AnswerVectors + model.Model, cancellation).Index().ConfigureAwait(false)
        )
        {
            texts.AddAnswer(answers[index], vector);
        }

        await foreach (var row in inputs.RowsAsync<InstanceRow>(Instances + model.Dataset, cancellation).ConfigureAwait(false))
        {
            foreach (var exchange in SearchedText.FromInstance(row))
            {
                texts.AddExchange(exchange);
            }
        }

        await foreach (var vector in inputs.RowsAsync<EmbeddingRow>(InstanceVectors + model.Dataset, cancellation).ConfigureAwait(false))
        {
            texts.AddExchange(vector);
        }

        pairs.ForEach(texts.Measure);
    }
}
