using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.WordIndex;

/// <summary>
/// Indexes the words of every instance of a dataset for BM25, so that they are found once and not again for each model whose answers are
/// searched with; see <see cref="Bm25IndexFile"/>.
/// </summary>
public sealed class WordIndexStage(WordIndexOptions options) : FoldStage
{
    /// <summary>Instances whose words are found at once, on several threads.</summary>
    private const int Chunk = 256;

    /// <summary>The training instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "word-index";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var table = inputs[Instances];
        var texts = new List<(string InstanceId, int Turn)>();
        var terms = new List<IReadOnlyList<string>>();
        var done = 0L;
        await foreach (var chunk in inputs.RowsAsync<InstanceRow>(Instances, cancellation).Chunk(Chunk).ConfigureAwait(false))
        {
            var rows = await OrderedRows
                .TransformAsync(
                    chunk,
                    row => SearchedText.FromInstance(row).Select(text => (text.InstanceId, text.Turn, Terms: text.ListTerms())).ToList(),
                    context.CpuWorkers,
                    cancellation
                )
                .ConfigureAwait(false);
            foreach (var text in rows.SelectMany(row => row))
            {
                texts.Add((text.InstanceId, text.Turn));
                terms.Add(text.Terms);
            }

            context.Progress.Report(new StageProgress(done += chunk.Length, table.Rows));
        }

        new Bm25IndexFile(Bm25Postings.Build(terms), texts).Write(output.Folder, table.TableDigest);
    }
}
