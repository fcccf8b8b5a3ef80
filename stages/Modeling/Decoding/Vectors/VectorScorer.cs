using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>Scores answers in plain C# on the processor, fp32: the same bits whatever answers are read together.</summary>
internal sealed class VectorScorer : IAnswerScorer
{
    // Rows of a pass: weights are read once for all of them, and more would push activations out of the outer cache.
    private const int MaximumRows = 256;

    private readonly VectorModel _model;
    private readonly VectorAdapter? _adapter;
    private readonly WorkerTeam _team;
    private readonly List<SequenceCache> _sequences = [];
    private readonly List<TokenRow> _rows = [];
    private readonly List<int> _positionOf = [];
    private VectorPass? _pass;
    private int _capacity;
    private int _positions;
    private FloatBuffer _hidden = new(0);
    private FloatBuffer _gathered = new(0);
    private FloatBuffer _logits = new(0);

    public VectorScorer(VectorModel model, VectorAdapter? adapter, int threads)
    {
        (_model, _adapter) = (model, adapter);
        _team = new WorkerTeam(threads);
    }

    public int VocabularySize => _model.Configuration.VocabularySize;

    private int Width => _model.Configuration.HiddenSize;

    public void Read(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        DecodingInput.Require(pairs, _model.Configuration);
        MakeRoom(pairs);
        _rows.Clear();
        _positionOf.Clear();
        for (var (i, position) = (0, 0); i < pairs.Count; i++)
        {
            var (prompt, answer) = pairs[i];
            var read = prompt.Length + answer.Length - 1;
            for (var t = 0; t < read; t++)
            {
                _rows.Add(new TokenRow(_sequences[i], t < prompt.Length ? prompt[t] : answer[t - prompt.Length], t, read + 1));
                _positionOf.Add(t < prompt.Length - 1 ? -1 : position++);
            }
        }

        var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows);
        for (var start = 0; start < rows.Length; start += MaximumRows)
        {
            var count = Math.Min(MaximumRows, rows.Length - start);
            _pass!.Read(rows.Slice(start, count));
            for (var row = 0; row < count; row++)
            {
                if (_positionOf[start + row] is >= 0 and var position)
                {
                    _pass.Hidden(row, _hidden.Span((long)position * Width, Width));
                }
            }
        }
    }

    public LogitRows Logits(ReadOnlySpan<int> positions, int firstToken, int tokens)
    {
        if (firstToken % IAnswerScorer.SliceUnit != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(firstToken), firstToken, $"is no multiple of {IAnswerScorer.SliceUnit}");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(firstToken);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)firstToken + tokens, _model.Head.Stride, nameof(tokens));
        var stride = (tokens + IAnswerScorer.SliceUnit - 1) / IAnswerScorer.SliceUnit * IAnswerScorer.SliceUnit;
        Enlarge(ref _gathered, (long)positions.Length * Width);
        Enlarge(ref _logits, (long)positions.Length * stride);
        for (var row = 0; row < positions.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)positions[row], (uint)_positions, nameof(positions));
            _hidden.Span((long)positions[row] * Width, Width).CopyTo(_gathered.Span((long)row * Width, Width));
        }

        _pass!.Logits(_gathered, positions.Length, firstToken / IAnswerScorer.SliceUnit, stride / IAnswerScorer.SliceUnit, _logits);
        return new LogitRows(_logits, positions.Length, tokens, stride);
    }

    public float[] LogitsOf(ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens)
    {
        var logits = new float[positions.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            _model.Configuration.RequireToken(tokens[i]);
            var first = tokens[i] / IAnswerScorer.SliceUnit * IAnswerScorer.SliceUnit;
            logits[i] = Logits(positions.Slice(i, 1), first, IAnswerScorer.SliceUnit)[0][tokens[i] - first];
        }

        return logits;
    }

    public void Dispose()
    {
        _team.Dispose();
        _pass?.Dispose();
        _hidden.Dispose();
        _gathered.Dispose();
        _logits.Dispose();
        _sequences.ForEach(sequence => sequence.Dispose());
    }

    private static void Enlarge(ref FloatBuffer buffer, long length)
    {
        if (buffer.Length < length)
        {
            buffer.Dispose();
            buffer = new FloatBuffer(length);
        }
    }

    private void MakeRoom(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        var longest = pairs.Max(pair => checked(pair.Prompt.Length + pair.Answer.Length));
        if (longest > _capacity)
        {
            _capacity = longest;
            _pass?.Dispose();
            _pass = new VectorPass(_model, _adapter, _team, MaximumRows, _capacity);
        }

        while (_sequences.Count < pairs.Count)
        {
            _sequences.Add(new SequenceCache(_model.Configuration));
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            _sequences[i].MakeRoom(pairs[i].Prompt.Length + pairs[i].Answer.Length);
        }

        _positions = checked((int)pairs.Sum(pair => (long)pair.Answer.Length));
        Enlarge(ref _hidden, (long)_positions * Width);
    }
}
