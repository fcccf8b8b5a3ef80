using Pipeline.Engine;
using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>
/// Reads a dataset file in any of the known forms into one table of instances. Where each came from stands beside it in
/// <c>sources.parquet</c>, so that rows moving in the file change no part.
/// </summary>
public sealed class IngestStage(IngestOptions options) : FoldStage
{
    /// <summary>The dataset file.</summary>
    public const string File = "file";

    /// <inheritdoc />
    public override string Name => "ingest";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var reader = new InstanceReader(options);
        var sources = new List<SourceRow>();
        var instances = reader
            .ReadAsync(inputs[File].Files[0].Path, cancellation)
            .Select(read =>
            {
                sources.Add(read.Source);
                return read.Instance;
            });
        await InstanceTable.WriteAsync(instances, options.PartRows, output, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(SourceRow.FileName, sources, cancellation).ConfigureAwait(false);
        context.Log.Information("{File:l}: {Description:l}", options.File, reader.Description);
    }

    /// <summary>The rows of a file without writing anything.</summary>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<IReadOnlyList<InstanceRow>> ReadAsync(IngestOptions options, string path, CancellationToken cancellation) =>
        await new InstanceReader(options)
            .ReadAsync(path, cancellation)
            .Select(read => read.Instance)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);

    /// <summary>Reads every row without writing anything, so that a bad file is found before anything expensive starts.</summary>
    /// <returns>What was read, in words.</returns>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<string> CheckAsync(IngestOptions options, string path, CancellationToken cancellation)
    {
        var reader = new InstanceReader(options);
        await foreach (var _ in reader.ReadAsync(path, cancellation).ConfigureAwait(false))
        {
            // Reading is the check.
        }

        return reader.Description;
    }
}
