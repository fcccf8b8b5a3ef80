using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Tensors;

/// <summary>Scores answers with libtorch.</summary>
internal sealed class TensorScorer(TunedModel tuned) : IAnswerScorer
{
    private Tensor? _hidden;
    private Tensor? _logits;

    public int VocabularySize => tuned.Model.Configuration.VocabularySize;

    public void Read(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        DecodingInput.Require(pairs, tuned.Model.Configuration);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        _hidden?.Dispose();
        _hidden = cat(AnswerHiddenStates.Compute(tuned, pairs).ToArray()).DetachFromDisposeScope();
    }

    public LogitRows Logits(ReadOnlySpan<int> positions, int firstToken, int tokens)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        _logits?.Dispose();
        _logits = tuned
            .Model.Logits(_hidden!.index_select(0, Indexes(positions)), firstToken, tokens)
            .cpu()
            .contiguous()
            .DetachFromDisposeScope();
        return new LogitRows(_logits);
    }

    public float[] LogitsOf(ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens)
    {
        tuned.Model.Configuration.RequireTokens(tokens);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return [.. tuned.Model.LogitsOf(_hidden!.index_select(0, Indexes(positions)), Indexes(tokens)).cpu().data<float>()];
    }

    public void Dispose()
    {
        _hidden?.Dispose();
        _logits?.Dispose();
    }

    private Tensor Indexes(ReadOnlySpan<int> values) =>
        tensor(Array.ConvertAll(values.ToArray(), value => (long)value)).to(_hidden!.device);
}
