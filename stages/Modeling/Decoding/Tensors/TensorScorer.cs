using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Tensors;

/// <summary>Scores answers with libtorch.</summary>
internal sealed unsafe class TensorScorer(TunedModel tuned) : IAnswerScorer
{
    private Tensor? _hidden;
    private Tensor? _logits;

    public int VocabularySize => tuned.Model.Configuration.VocabularySize;

    public void Read(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        _hidden?.Dispose();
        _hidden = cat(AnswerHiddenStates.Of(tuned, pairs).ToArray()).DetachFromDisposeScope();
    }

    public LogitRows Logits(ReadOnlySpan<int> positions, int firstToken, int tokens)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var rows = _hidden!.index_select(0, tensor(Array.ConvertAll(positions.ToArray(), position => (long)position)).to(_hidden.device));
        _logits?.Dispose();
        _logits = tuned.Model.Logits(rows, firstToken, tokens).cpu().contiguous().DetachFromDisposeScope();
        fixed (byte* first = _logits.bytes)
        {
            return new LogitRows((float*)first, tokens, tokens);
        }
    }

    public void Dispose()
    {
        _hidden?.Dispose();
        _logits?.Dispose();
    }
}
