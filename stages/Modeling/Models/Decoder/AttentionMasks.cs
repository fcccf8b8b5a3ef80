using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>
/// What attention adds to its scores, one tensor [batch or 1, 1, length, past + length] for each distinct window: 0 where a token may look
/// and −∞ where not. Null where plain causality, or no mask at all, does.
/// </summary>
internal sealed class AttentionMasks
{
    private readonly SortedDictionary<int, Tensor?> _byWindow = [];

    private AttentionMasks(IEnumerable<KeyValuePair<int, Tensor?>> byWindow)
    {
        foreach (var (window, mask) in byWindow)
        {
            _byWindow.Add(window, mask);
        }
    }

    /// <summary>The masks of one pass.</summary>
    /// <param name="windows">The windows of the model's layers, 0 for none.</param>
    /// <param name="padding">1 for tokens and 0 for padding [batch, past + length]; null where nothing is padded on the left.</param>
    /// <param name="sequences">Which of the sequences packed into a row each token is of [batch, length]; null where a row is one
    /// sequence.</param>
    /// <param name="past">Tokens before this pass.</param>
    /// <param name="length">Tokens of this pass.</param>
    /// <param name="isExplicit">Whether causality must be spelled out because nothing else applies it.</param>
    /// <param name="like">A tensor of the type and device to compute in.</param>
    public AttentionMasks(IEnumerable<int> windows, Tensor? padding, Tensor? sequences, int past, int length, bool isExplicit, Tensor like)
    {
        foreach (var window in windows)
        {
            var slides = window > 0 && past + length > window;
            var needed = padding is not null || sequences is not null || slides || (length > 1 && (past > 0 || isExplicit));
            _byWindow.Add(window, needed ? Build(slides ? window : 0, padding, sequences, past, length, like) : null);
        }
    }

    /// <summary>The tensors that there are, by window.</summary>
    public IReadOnlyList<Tensor> Tensors => _byWindow.Values.OfType<Tensor>().ToList();

    /// <summary>The same with other handles of <see cref="Tensors"/>, in that order.</summary>
    public AttentionMasks With(IReadOnlyList<Tensor> tensors)
    {
        var next = 0;
        return new AttentionMasks(
            _byWindow.Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : tensors[next++])).ToList()
        );
    }

    /// <summary>The mask of a layer with this window.</summary>
    public Tensor? Find(int? window) => _byWindow[window ?? 0];

    private static Tensor Build(int window, Tensor? padding, Tensor? sequences, int past, int length, Tensor like)
    {
        var total = past + length;
        var keys = KeptScalars.Integers(0, total, like.device).unsqueeze(0);
        var queries = KeptScalars.Integers(past, total, like.device).unsqueeze(1);
        var blocked = keys > queries;
        if (window > 0)
        {
            blocked = blocked.logical_or(keys <= queries.Subtract(window));
        }

        blocked = blocked.unsqueeze(0).unsqueeze(0);
        if (padding is not null)
        {
            // A padding row may look at itself, so that no row of scores is empty; nobody reads what it computes.
            var padded = padding.eq(KeptScalars.Zero).view(padding.shape[0], 1, 1, total).logical_and(keys.ne(queries));
            blocked = blocked.logical_or(padded);
        }

        if (sequences is not null)
        {
            blocked = blocked.logical_or(sequences.unsqueeze(1).unsqueeze(3).ne(sequences.unsqueeze(1).unsqueeze(2)));
        }

        return zeros(blocked.shape, like.dtype, like.device).masked_fill_(blocked, KeptScalars.NegativeInfinity);
    }
}
