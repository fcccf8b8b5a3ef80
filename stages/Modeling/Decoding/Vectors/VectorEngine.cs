using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Decodes in plain C# on the processor's vector units, fp32. Results are the same bits in any batch and with any number of threads.
/// Several engines, with different adapters, may share one <see cref="VectorModel"/>.
/// </summary>
internal sealed class VectorEngine : ITokenEngine
{
    // Rows of a pass: of a long prompt so many tokens share one reading of the weights. Changes no result.
    private const int MaximumRows = 128;

    private readonly VectorModel _model;
    private readonly WorkerTeam _team;
    private readonly VectorPass _pass;
    private readonly SequenceCache?[] _sequences;
    private readonly int _capacity;
    private readonly FloatBuffer _hidden;
    private readonly FloatBuffer _logits;
    private readonly List<TokenRow> _rows = [];
    private readonly List<int> _lastOf = [];

    /// <summary>An engine over weights that it does not own.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="adapter">An adapter to apply; null for none.</param>
    /// <param name="slots">Sequences held at once.</param>
    /// <param name="capacity">The longest sequence, tokens.</param>
    /// <param name="threads">Threads to compute with.</param>
    public VectorEngine(VectorModel model, VectorAdapter? adapter, int slots, int capacity, int threads)
    {
        _model = model;
        _capacity = capacity;
        _team = new WorkerTeam(threads);
        _pass = new VectorPass(model, adapter, _team, MaximumRows, capacity);
        _sequences = new SequenceCache?[slots];
        _hidden = new FloatBuffer((long)slots * model.Configuration.HiddenSize);
        _logits = new FloatBuffer((long)slots * model.Head.Stride);
    }

    /// <inheritdoc />
    public int Slots => _sequences.Length;

    /// <inheritdoc />
    public int VocabularySize => _model.Configuration.VocabularySize;

    /// <inheritdoc />
    public int? RereadBeyond => _model.Configuration.RotaryScaling?.RereadBeyond;

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">A sequence is longer than the capacity or than learned positions reach, or a token is none of
    /// the model's.</exception>
    /// <exception cref="ArgumentException">A slot is there twice, or gains no token.</exception>
    public LogitRows Append(IReadOnlyList<SlotTokens> additions)
    {
        DecodingInput.Require(additions, Slots, _model.Configuration);
        _rows.Clear();
        _lastOf.Clear();
        for (var i = 0; i < additions.Count; i++)
        {
            AddRows(additions[i]);
        }

        var done = 0;
        var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows);
        for (var start = 0; start < rows.Length; start += MaximumRows)
        {
            var count = Math.Min(MaximumRows, rows.Length - start);
            _pass.Read(rows.Slice(start, count));
            for (; done < _lastOf.Count && _lastOf[done] < start + count; done++)
            {
                _pass.Hidden(
                    _lastOf[done] - start,
                    _hidden.Span((long)done * _model.Configuration.HiddenSize, _model.Configuration.HiddenSize)
                );
            }
        }

        return new LogitRows(_logits, additions.Count, VocabularySize, _pass.Logits(_hidden, additions.Count, _logits));
    }

    /// <inheritdoc />
    public void Clear(int slot)
    {
        if (_sequences[slot] is { } sequence)
        {
            sequence.Length = 0;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _team.Dispose();
        _pass.Dispose();
        _hidden.Dispose();
        _logits.Dispose();
        foreach (var sequence in _sequences)
        {
            sequence?.Dispose();
        }
    }

    private void AddRows(SlotTokens addition)
    {
        var sequence = _sequences[addition.Slot] ??= new SequenceCache(_model.Configuration);
        var length = (long)sequence.Length + addition.Tokens.Length;
        if (length > _capacity)
        {
            throw new InvalidDataException($"A sequence of {length} tokens is longer than the {_capacity} tokens that were made room for.");
        }

        sequence.MakeRoom((int)length);
        foreach (var token in addition.Tokens.Span)
        {
            _rows.Add(new TokenRow(sequence, token, sequence.Length++, (int)length));
        }

        _lastOf.Add(_rows.Count - 1);
    }
}
