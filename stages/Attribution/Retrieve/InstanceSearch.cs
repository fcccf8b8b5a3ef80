using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>An open index of training instances, dense or sparse as they were embedded.</summary>
internal sealed class InstanceSearch : IPartTransform<NeighbourRow>
{
    private readonly InstanceRanking _instances;
    private readonly int _topK;
    private readonly DenseSearch? _dense;
    private readonly SparseNeighbours? _sparse;

    /// <summary>Opens a search.</summary>
    /// <param name="rows">The instances' texts.</param>
    /// <param name="options">The settings.</param>
    /// <param name="open">Opens the index of their vectors; null where there is none.</param>
    /// <exception cref="InvalidDataException">The vectors or the index cannot be used.</exception>
    public InstanceSearch(IReadOnlyList<EmbeddingRow> rows, RetrieveOptions options, Func<FaissIndex>? open)
    {
        _instances = new InstanceRanking(rows.Select(row => (row.InstanceId, row.Turn)).ToList());
        _topK = options.TopK;
        if (rows.Any(IsDense))
        {
            _dense = new DenseSearch(new DenseNeighbours(rows.Select(row => row.Vector).ToList(), _instances.Groups), options, open);
        }
        else
        {
            _sparse = new SparseNeighbours(rows.Select(Sparse).ToList(), _instances.Groups);
        }
    }

    /// <summary>Whether FAISS searches.</summary>
    public bool IsFaiss => _dense?.IsFaiss == true;

    public async ValueTask<IReadOnlyList<NeighbourRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var queries = await inputs.ReadAsync<EmbeddingRow>(RetrieveStage.Answers, cancellation).ConfigureAwait(false);
        if (_dense is null && queries.Any(IsDense))
        {
            throw new InvalidOperationException("Answers are embedded densely and instances sparsely.");
        }

        var threads = context.Stage.CpuWorkers;
        var found =
            _dense?.Search(queries.Select(query => query.Vector).ToList(), threads)
            ?? _sparse!.Search(queries.Select(Sparse).ToList(), _topK, threads).Select(rows => (rows, (double?)null)).ToList();
        return queries.Select((query, i) => _instances.Row(query.InstanceId, found[i].Found, found[i].Recall)).ToList();
    }

    public void Dispose() => _dense?.Dispose();

    private static bool IsDense(EmbeddingRow row) => row.Vector.Length > 0;

    private static SparseVector Sparse(EmbeddingRow row) => new(row.Dimensions, row.Values);
}
