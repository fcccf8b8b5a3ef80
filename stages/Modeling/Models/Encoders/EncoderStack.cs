using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>Embeddings and layers of an encoder. It keeps no state between passes.</summary>
internal sealed class EncoderStack
{
    private readonly EncoderConfiguration _configuration;
    private readonly Tensor _words;
    private readonly Tensor _positions;
    private readonly Tensor? _relative;
    private readonly LayerNorm _norm;
    private readonly EncoderBlock[] _blocks;

    /// <summary>Reads the weights.</summary>
    public EncoderStack(EncoderWeights weights, KeptTensors kept)
    {
        using var scope = NewDisposeScope();
        _configuration = weights.Configuration;
        var layout = _configuration.Layout;
        _words = kept.Keep(weights.Read(layout.Words));
        // One text alone has one token type, so its row goes into every position once and for all.
        var positions = weights.Read(layout.Positions);
        _positions = kept.Keep(layout.TokenTypes is { } types ? positions.Add(weights.Read(types)[0]) : positions);
        _relative = layout.RelativeBias is { } relative ? kept.Keep(weights.Read(relative)) : null;
        _norm = LayerNorm.Read(weights, kept, layout.EmbeddingNorm);
        _blocks = [.. Enumerable.Range(0, _configuration.Layers).Select(layer => new EncoderBlock(layer, weights, kept))];
    }

    /// <summary>The last hidden states [rows, longest, hidden], padded on the right; those of padding mean nothing.</summary>
    /// <param name="rows">Token ids of each text; each has at least one and no more than there are positions.</param>
    /// <param name="cancellation">Stops between two layers.</param>
    public Tensor Apply(IReadOnlyList<int[]> rows, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (rows.Count, rows.Max(row => row.Length));
        var (ids, positions) = (new long[checked(batch * length)], new long[batch * length]);
        for (var row = 0; row < batch; row++)
        {
            Place(rows[row], ids.AsSpan(row * length), positions.AsSpan(row * length));
        }

        var x = Look(_words, ids).Accumulate(Look(_positions, positions)).view(batch, length, _configuration.HiddenSize);
        x = _norm.Apply(x);
        var mask = Mask(rows, length);
        foreach (var block in _blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            x = block.Apply(x, mask);
        }

        return x.MoveToOuterDisposeScope();
    }

    private static Tensor Look(Tensor table, long[] rows) => table.index_select(0, tensor(rows).to(table.device));

    private void Place(int[] row, Span<long> ids, Span<long> positions)
    {
        var next = _configuration.PaddingToken + 1 ?? 0;
        for (var t = 0; t < row.Length; t++)
        {
            ids[t] = row[t];
            positions[t] = row[t] == _configuration.PaddingToken ? row[t] : next++;
        }
    }

    /// <summary>What is added to scores: −∞ for keys that are padding, and the biases by distance. Null for nothing.</summary>
    private Tensor? Mask(IReadOnlyList<int[]> rows, int length)
    {
        var relative = _relative is null ? null : RelativePositions.Bias(_relative, length);
        if (rows.All(row => row.Length == length))
        {
            return relative;
        }

        var padding = new float[checked(rows.Count * length)];
        for (var row = 0; row < rows.Count; row++)
        {
            padding.AsSpan((row * length) + rows[row].Length, length - rows[row].Length).Fill(float.NegativeInfinity);
        }

        var mask = tensor(padding).to(_words.device).view(rows.Count, 1, 1, length);
        return relative is null ? mask : relative.Add(mask);
    }
}
