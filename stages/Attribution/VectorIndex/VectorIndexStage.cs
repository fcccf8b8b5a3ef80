using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.VectorIndex;

/// <summary>
/// Indexes the dense vectors of a dataset's texts for an approximate search, by FAISS: one artifact for each dataset and kind of index,
/// whatever number of models is held against it. On one thread, because of several the order would be chance, and graphs with it.
/// </summary>
public sealed class VectorIndexStage(VectorIndexOptions options) : FoldStage
{
    /// <summary>Rows added at once; fixed, because graphs depend on it.</summary>
    private const int RowsAtOnce = 1024;

    /// <summary>The texts' vectors.</summary>
    public const string Vectors = "vectors";

    /// <inheritdoc />
    public override string Name => "vector-index";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var table = inputs[Vectors];
        var rows = await inputs
            .RowsAsync<EmbeddingRow>(Vectors, cancellation)
            .Select(row => row.Vector)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        if (rows.Count == 0 || rows[0].Length == 0)
        {
            throw new InvalidDataException(
                $"'{options.Index}' indexes dense vectors, and {context.Node} was given {(rows.Count == 0 ? "none" : "sparse ones")}; "
                    + "leave out stages.retrieve.index, which searches all rows exactly."
            );
        }

        // Refuses what differs in dimension or is no number.
        using var checkedRows = new DenseNeighbours(rows);
        using var index = FaissIndex.Create(options.Index, checkedRows.Dimension);
        if (!index.IsTrained)
        {
            context.Log.Information("Training the index {Index} on {Rows} vectors", options.Index, rows.Count);
            index.Train(rows.SelectMany(row => row).ToArray(), threads: 1);
        }

        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            index.Add(chunk.SelectMany(row => row).ToArray(), threads: 1);
            context.Progress.Report(new StageProgress(index.Count, rows.Count));
        }

        VectorIndexFile.Write(output.Folder, index, new VectorIndexIdentity(table.TableDigest, options.Index));
    }
}
