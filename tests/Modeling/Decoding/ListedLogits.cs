using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Kernels;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>A scorer without a model: the logits of every position are given.</summary>
internal sealed class ListedLogits(float[][] logits) : IAnswerScorer
{
    private readonly List<FloatBuffer> _buffers = [];

    public int VocabularySize => logits[0].Length;

    /// <summary>What was asked for: how many positions, and which slice of the vocabulary.</summary>
    public List<(int Positions, int FirstToken, int Tokens)> Asked { get; } = [];

    public void Read(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs) { }

    public LogitRows Logits(ReadOnlySpan<int> positions, int firstToken, int tokens)
    {
        Asked.Add((positions.Length, firstToken, tokens));
        var buffer = new FloatBuffer((long)positions.Length * tokens);
        _buffers.Add(buffer);
        for (var i = 0; i < positions.Length; i++)
        {
            logits[positions[i]].AsSpan(firstToken, tokens).CopyTo(buffer.Span((long)i * tokens, tokens));
        }

        return new LogitRows(buffer, positions.Length, tokens, tokens);
    }

    public float[] LogitsOf(ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens)
    {
        var found = new float[positions.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = logits[positions[i]][tokens[i]];
        }

        return found;
    }

    public void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }
}
