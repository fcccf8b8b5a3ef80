using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Answers batches of prompts with the most likely token at every step.</summary>
public sealed class GreedyDecoder(TunedModel tuned, int endOfAnswer, int maxNewTokens)
{
    /// <summary>The new tokens of each prompt, the end token included where it came before the limit.</summary>
    /// <param name="prompts">Token ids of the prompts, none empty.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public IReadOnlyList<int[]> Decode(IReadOnlyList<int[]> prompts, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        using var outer = NewDisposeScope();
        var model = tuned.Model;
        var longest = prompts.Max(prompt => prompt.Length);
        var answers = prompts.Select(_ => new List<int>()).ToList();
        var live = Enumerable.Range(0, prompts.Count).ToList();
        using var cache = new KeyValueCache(model.Configuration, longest + maxNewTokens);
        var (next, mask) = LeftPadded(prompts, longest);
        for (var step = 0; step < maxNewTokens && live.Count > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var hidden = model.Hidden(next, mask, cache, tuned.Adapter);
            var chosen = model.Logits(hidden.narrow(1, hidden.shape[1] - 1, 1)).argmax(-1).cpu();
            var ids = chosen.reshape(-1).data<long>().ToArray();
            for (var row = 0; row < live.Count; row++)
            {
                answers[live[row]].Add((int)ids[row]);
            }

            var kept = Enumerable.Range(0, live.Count).Where(row => ids[row] != endOfAnswer).ToList();
            if (kept.Count < live.Count)
            {
                live = kept.Select(row => live[row]).ToList();
                if (live.Count == 0)
                {
                    break;
                }

                var rows = tensor(kept.Select(row => (long)row).ToArray());
                cache.KeepRows(rows);
                (chosen, mask) = (chosen.index_select(0, rows), mask.index_select(0, rows));
            }

            next = chosen.MoveToOuterDisposeScope();
            mask = cat([mask, ones(live.Count, 1, ScalarType.Int64)], 1).MoveToOuterDisposeScope();
        }

        return answers.Select(answer => answer.ToArray()).ToList();
    }

    private static (Tensor Ids, Tensor Mask) LeftPadded(IReadOnlyList<int[]> prompts, int length)
    {
        var ids = new long[prompts.Count * length];
        var mask = new long[ids.Length];
        for (var row = 0; row < prompts.Count; row++)
        {
            var start = ((row + 1) * length) - prompts[row].Length;
            for (var t = 0; t < prompts[row].Length; t++)
            {
                ids[start + t] = prompts[row][t];
                mask[start + t] = 1;
            }
        }

        return (tensor(ids).view(prompts.Count, length), tensor(mask).view(prompts.Count, length));
    }
}
