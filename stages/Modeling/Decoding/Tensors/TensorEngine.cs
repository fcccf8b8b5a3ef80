using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Tensors;

/// <summary>
/// Decodes with libtorch. All rows share one cache in which their last tokens stand in the same column, so a row that came later begins
/// later.
/// A new prompt is read beside, then joins the others. Which rows stand together may change the last bits of logits.
/// </summary>
internal sealed class TensorEngine : ITokenEngine
{
    private readonly TunedModel _tuned;
    private readonly int _capacity;
    private readonly HashSet<int> _cleared = [];
    private readonly List<(int Slot, int Start)> _rows = [];
    private KeyValueCache? _cache;
    private Tensor? _logits;

    /// <summary>An engine over a model that it does not own.</summary>
    /// <param name="tuned">The model.</param>
    /// <param name="slots">Sequences held at once.</param>
    /// <param name="capacity">The longest sequence, tokens.</param>
    public TensorEngine(TunedModel tuned, int slots, int capacity) => (_tuned, Slots, _capacity) = (tuned, slots, capacity);

    /// <inheritdoc />
    public int Slots { get; }

    /// <inheritdoc />
    public int VocabularySize => _tuned.Model.Configuration.VocabularySize;

    /// <inheritdoc />
    public int? RereadBeyond => _tuned.Model.Configuration.RotaryScaling?.RereadBeyond;

    /// <inheritdoc />
    /// <remarks>Every sequence that was not cleared must gain a token: one that waits would stay behind the others' column.</remarks>
    /// <exception cref="InvalidDataException">A token is none of the model's.</exception>
    /// <exception cref="ArgumentException">A slot is there twice, gains no token, or waits.</exception>
    public LogitRows Append(IReadOnlyList<SlotTokens> additions)
    {
        DecodingInput.Require(additions, Slots, _tuned.Model.Configuration);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        DropCleared();
        var next = additions.ToDictionary(addition => addition.Slot, addition => addition.Tokens);
        var fresh = additions.Where(addition => _rows.All(row => row.Slot != addition.Slot)).ToList();
        if (_rows.Any(row => !next.TryGetValue(row.Slot, out var tokens) || tokens.Length != 1))
        {
            throw new ArgumentException("Every sequence that was read before must gain exactly one token.", nameof(additions));
        }

        var hidden = new Dictionary<int, Tensor>();
        if (_rows.Count > 0)
        {
            Continue(next, hidden);
        }

        if (fresh.Count > 0)
        {
            Begin(fresh, hidden);
        }

        _logits?.Dispose();
        _logits = _tuned
            .Model.Logits(stack(additions.Select(addition => hidden[addition.Slot])))
            .cpu()
            .contiguous()
            .DetachFromDisposeScope();
        return new LogitRows(_logits);
    }

    /// <inheritdoc />
    public void Clear(int slot) => _cleared.Add(slot);

    /// <inheritdoc />
    public void Dispose()
    {
        _cache?.Dispose();
        _logits?.Dispose();
    }

    private void DropCleared()
    {
        var kept = Enumerable.Range(0, _rows.Count).Where(row => !_cleared.Contains(_rows[row].Slot)).ToList();
        _cleared.Clear();
        if (kept.Count == _rows.Count)
        {
            return;
        }

        if (kept.Count == 0)
        {
            _cache?.Dispose();
            _cache = null;
        }
        else
        {
            _cache!.KeepRows(tensor(kept.Select(row => (long)row).ToArray()));
        }

        var rows = kept.ConvertAll(row => _rows[row]);
        _rows.Clear();
        _rows.AddRange(rows);
    }

    /// <summary>One more token for every row.</summary>
    private void Continue(Dictionary<int, ReadOnlyMemory<int>> next, Dictionary<int, Tensor> hidden)
    {
        if (_cache!.Length + 1 > _cache.Capacity)
        {
            Join(null, []);
        }

        var ids = tensor(_rows.Select(row => (long)next[row.Slot].Span[0]).ToArray()).unsqueeze(1);
        var states = Read(ids, _rows.Select(row => row.Start).ToArray(), _cache!, _cache!.Length + 1);
        for (var row = 0; row < _rows.Count; row++)
        {
            hidden[_rows[row].Slot] = states[row];
        }
    }

    /// <summary>Reads new prompts, padded on the left, and puts them beside the others.</summary>
    private void Begin(List<SlotTokens> fresh, Dictionary<int, Tensor> hidden)
    {
        var longest = fresh.Max(addition => addition.Tokens.Length);
        var ids = new long[checked(fresh.Count * longest)];
        for (var row = 0; row < fresh.Count; row++)
        {
            for (var t = 0; t < fresh[row].Tokens.Length; t++)
            {
                ids[((row + 1) * longest) - fresh[row].Tokens.Length + t] = fresh[row].Tokens.Span[t];
            }
        }

        var starts = fresh.Select(addition => longest - addition.Tokens.Length).ToArray();
        using var cache = new KeyValueCache(_tuned.Model.Configuration, longest);
        var states = Read(tensor(ids).view(fresh.Count, longest), starts, cache, longest);
        for (var row = 0; row < fresh.Count; row++)
        {
            hidden[fresh[row].Slot] = states[row];
        }

        Join(cache, fresh.Zip(starts, (addition, start) => (addition.Slot, start)).ToList());
    }

    /// <summary>The last hidden state of each row.</summary>
    private Tensor Read(Tensor ids, int[] starts, KeyValueCache cache, int total)
    {
        var device = _tuned.Model.Device.ToTorch();
        var mask = starts.All(start => start == 0)
            ? null
            : (KeptScalars.Integers(0, total).unsqueeze(0) >= tensor(starts.Select(start => (long)start).ToArray()).unsqueeze(1))
                .to(ScalarType.Int64)
                .to(device);
        var hidden = _tuned.Model.Hidden(ids.to(device), mask, cache, _tuned.Adapter);
        return hidden.select(1, hidden.shape[1] - 1);
    }

    /// <summary>Leaves out columns that no row uses any more, and takes new rows in.</summary>
    private void Join(KeyValueCache? added, List<(int Slot, int Start)> addedRows)
    {
        var dropped = _rows.Count == 0 ? 0 : _rows.Min(row => row.Start);
        var parts = new List<(KeyValueCache, int)>();
        if (_cache is not null)
        {
            parts.Add((_cache, dropped));
        }

        if (added is not null)
        {
            parts.Add((added, 0));
        }

        var joined = KeyValueCache.Joined(parts, _capacity);
        var rows = _rows
            .Select(row => (row.Slot, row.Start + joined.Length - _cache!.Length))
            .Concat(addedRows.Select(row => (row.Slot, row.Start + joined.Length - added!.Length)))
            .ToList();
        _cache?.Dispose();
        _cache = joined;
        _rows.Clear();
        _rows.AddRange(rows);
    }
}
