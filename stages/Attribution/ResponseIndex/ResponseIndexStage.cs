using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.ResponseIndex;

/// <summary>
/// Indexes every searched text of every instance of a dataset, so that spans are looked for in all rows and not only in those that
/// retrieval found. One artifact for each dataset and search, whatever number of models is held against it; see
/// <see cref="PhraseIndex"/>.
/// </summary>
public sealed class ResponseIndexStage(ResponseIndexOptions options) : FoldStage
{
    /// <summary>Instances whose words are found at once, on several threads.</summary>
    private const int Chunk = 256;

    // Neither order nor repetition in the setting means anything, so neither may make another fingerprint.
    private readonly ResponseIndexOptions _options = options with { Search = [.. options.Search.Distinct().Order()] };

    /// <summary>The training instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "response-index";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => _options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var table = inputs[Instances];
        var writer = new PhraseIndexWriter(output.Folder, InstancePhrases.Identify(table, _options.Search));
        var done = 0L;
        await foreach (var chunk in inputs.RowsAsync<InstanceRow>(Instances, cancellation).Chunk(Chunk).ConfigureAwait(false))
        {
            var rows = await OrderedRows
                .TransformAsync(chunk, row => InstancePhrases.Split(row, _options.Search), context.CpuWorkers, cancellation)
                .ConfigureAwait(false);
            foreach (var row in rows)
            {
                writer.Add(row);
            }

            context.Progress.Report(new StageProgress(done += chunk.Length, table.Rows));
        }

        writer.Complete();
    }
}
