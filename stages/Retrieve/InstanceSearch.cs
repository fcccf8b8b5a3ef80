using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Embed;

namespace Pipeline.Stages.Retrieve;

/// <summary>An open index of training instances, dense or sparse as they were embedded.</summary>
internal sealed class InstanceSearch : IPartTransform<NeighbourRow>
{
    private readonly IReadOnlyList<EmbeddingRow> _rows;
    private readonly int _topK;
    private readonly bool _dense;
    private readonly DenseNeighbours? _denseIndex;
    private readonly SparseNeighbours? _sparseIndex;

    public InstanceSearch(IReadOnlyList<EmbeddingRow> rows, int topK)
    {
        _rows = rows;
        _topK = topK;
        _dense = rows.Count > 0 && rows[0].Vector.Length > 0;
        if (_dense)
        {
            _denseIndex = new DenseNeighbours(rows.Select(row => row.Vector).ToList());
        }
        else
        {
            _sparseIndex = new SparseNeighbours(rows.Select(Sparse).ToList());
        }
    }

    public async ValueTask<IReadOnlyList<NeighbourRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var queries = await inputs.ReadAsync<EmbeddingRow>(RetrieveStage.Answers, cancellation).ConfigureAwait(false);
        if (queries.Any(query => query.Vector.Length > 0) != _dense && queries.Count > 0 && _rows.Count > 0)
        {
            throw new InputException("Answers and instances were embedded differently (one dense, one sparse).");
        }

        var threads = context.Stage.CpuWorkers;
        var found = _dense
            ? _denseIndex!.Search(queries.Select(query => query.Vector).ToList(), _topK, threads)
            : _sparseIndex!.Search(queries.Select(Sparse).ToList(), _topK, threads);
        return queries.Select((query, i) => new NeighbourRow
        {
            InstanceId = query.InstanceId,
            Neighbours = found[i].Select(neighbour => _rows[neighbour.Row].InstanceId).ToArray(),
            Similarities = found[i].Select(neighbour => neighbour.Score).ToArray(),
        }).ToList();
    }

    public void Dispose()
    {
    }

    private static SparseVector Sparse(EmbeddingRow row) => new(row.Dimensions, row.Values);
}
