using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>The sequences of one forward pass as arrays, padded on the right to the longest row.</summary>
internal sealed class PaddedBatch
{
    private readonly long[] _ids;
    private readonly long[] _labelIndices;
    private readonly long[] _labels;
    private readonly IReadOnlyList<TrainingSequence> _rows;

    public PaddedBatch(IReadOnlyList<TrainingSequence> rows)
    {
        _rows = rows;
        Length = rows.Max(row => row.TokenIds.Length);
        _ids = new long[checked(rows.Count * Length)];
        var (indices, labels) = (new List<long>(), new List<long>());
        for (var row = 0; row < rows.Count; row++)
        {
            var (tokens, mask) = (rows[row].TokenIds, rows[row].LossMask);
            for (var t = 0; t < tokens.Length; t++)
            {
                _ids[(row * Length) + t] = tokens[t];
                if (t > 0 && mask[t] == 1)
                {
                    indices.Add(((long)row * Length) + t - 1);
                    labels.Add(tokens[t]);
                }
            }
        }

        (_labelIndices, _labels) = ([.. indices], [.. labels]);
    }

    /// <summary>Tokens of a row, padding counted.</summary>
    public int Length { get; }

    private bool IsPacked => _rows.Any(row => row.Parts.Count != 1);

    /// <summary>Token ids [rows, length].</summary>
    public Tensor Ids(Device device) => tensor(_ids, device: device).view(_rows.Count, Length);

    /// <summary>Which of the flattened [rows · length] tokens predict a label.</summary>
    public Tensor LabelIndices(Device device) => tensor(_labelIndices, device: device);

    /// <summary>The labels that they predict.</summary>
    public Tensor Labels(Device device) => tensor(_labels, device: device);

    /// <summary>Tokens of each row [rows, 1], or where rows are packed of the sequence that each token is of [rows, length], padding
    /// counted as one more; on the processor.</summary>
    public Tensor Lengths() =>
        IsPacked
            ? tensor(_rows.SelectMany(PartsOf).SelectMany(length => Enumerable.Repeat((long)length, length)).ToArray())
                .view(_rows.Count, Length)
            : tensor(_rows.Select(row => (long)row.TokenIds.Length).ToArray()).view(_rows.Count, 1);

    /// <summary>Which packed sequence each token is of, and where in it; padding is one more. Null where no row is packed.</summary>
    public (Tensor Sequences, Tensor Positions)? Packing(Device device)
    {
        if (!IsPacked)
        {
            return null;
        }

        var (sequences, positions) = (new long[_ids.Length], new long[_ids.Length]);
        var at = 0;
        foreach (var row in _rows)
        {
            foreach (var (part, length) in PartsOf(row).Index())
            {
                for (var t = 0; t < length; t++, at++)
                {
                    (sequences[at], positions[at]) = (part, t);
                }
            }
        }

        return (tensor(sequences, device: device).view(_rows.Count, Length), tensor(positions, device: device).view(_rows.Count, Length));
    }

    private IEnumerable<int> PartsOf(TrainingSequence row) => row.Parts.Append(Length - row.TokenIds.Length);
}
