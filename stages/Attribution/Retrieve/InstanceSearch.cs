using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>An open index of training instances, dense or sparse as they were embedded.</summary>
internal sealed class InstanceSearch : IPartTransform<NeighbourRow>
{
    private readonly InstanceRanking _instances;
    private readonly int _topK;
    private readonly DenseNeighbours? _dense;
    private readonly SparseNeighbours? _sparse;

    public InstanceSearch(IReadOnlyList<EmbeddingRow> rows, int topK)
    {
        _instances = new InstanceRanking(rows.Select(row => (row.InstanceId, row.Turn)).ToList());
        _topK = topK;
        if (rows.Any(IsDense))
        {
            _dense = new DenseNeighbours(rows.Select(row => row.Vector).ToList(), _instances.Groups);
        }
        else
        {
            _sparse = new SparseNeighbours(rows.Select(Sparse).ToList(), _instances.Groups);
        }
    }

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
            _dense?.Search(queries.Select(query => query.Vector).ToList(), _topK, threads)
            ?? _sparse!.Search(queries.Select(Sparse).ToList(), _topK, threads);
        return queries.Select((query, i) => _instances.Row(query.InstanceId, found[i])).ToList();
    }

    private static bool IsDense(EmbeddingRow row) => row.Vector.Length > 0;

    private static SparseVector Sparse(EmbeddingRow row) => new(row.Dimensions, row.Values);
}
