using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Teacher forcing: what a model thinks at each position of given answers.</summary>
internal static class AnswerHiddenStates
{
    /// <summary>
    /// For each pair of prompt and answer the hidden states [answer tokens, hidden] from which the answer's tokens are predicted. The
    /// sequences are padded on the right, where causal attention never looks.
    /// </summary>
    public static IReadOnlyList<Tensor> Compute(TunedModel tuned, IReadOnlyList<(int[] Prompt, int[] Answer)> pairs)
    {
        var length = pairs.Max(pair => pair.Prompt.Length + pair.Answer.Length);
        var ids = new long[checked(pairs.Count * length)];
        for (var row = 0; row < pairs.Count; row++)
        {
            var at = row * length;
            foreach (var id in pairs[row].Prompt.Concat(pairs[row].Answer))
            {
                ids[at++] = id;
            }
        }

        var hidden = tuned.Model.Hidden(tensor(ids).view(pairs.Count, length), adapter: tuned.Adapter);
        return pairs.Select((pair, row) => hidden[row].narrow(0, pair.Prompt.Length - 1, pair.Answer.Length)).ToList();
    }
}
