using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Teacher forcing: what a model thinks at each position of given answers.</summary>
internal static class AnswerHiddenStates
{
    /// <summary>
    /// For each pair of prompt and answer the hidden states [answer tokens, hidden] from which the answer's tokens are predicted.
    /// </summary>
    public static IReadOnlyList<Tensor> Compute(TunedModel tuned, IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        var hidden = tuned.Model.Hidden(pairs.Select(pair => (int[])[.. pair.Prompt, .. pair.Answer]).ToList(), tuned.Adapter);
        return pairs.Select((pair, row) => hidden[row].narrow(0, pair.Prompt.Length - 1, pair.Answer.Length)).ToList();
    }
}
