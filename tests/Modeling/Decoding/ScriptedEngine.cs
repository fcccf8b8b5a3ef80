using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Kernels;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>An engine without a model: what comes next is a function of all that stands in a slot. It notes what it was told to
/// do.</summary>
/// <param name="slots">Sequences held at once.</param>
/// <param name="vocabulary">Number of token ids.</param>
/// <param name="fill">Fills the logits after a sequence; they are 0 before.</param>
internal sealed class ScriptedEngine(int slots, int vocabulary, Action<IReadOnlyList<int>, Span<float>> fill) : ITokenEngine
{
    private readonly List<int>[] _sequences = [.. Enumerable.Range(0, slots).Select(_ => new List<int>())];
    private readonly FloatBuffer _logits = new((long)slots * vocabulary);

    /// <summary>What it was told, in order, such as <c>0:5,6 1:7</c> for tokens appended and <c>clear 0</c>.</summary>
    public List<string> Told { get; } = [];

    public int Slots => slots;

    public int VocabularySize => vocabulary;

    public int? RereadBeyond { get; init; }

    public LogitRows Append(IReadOnlyList<SlotTokens> additions)
    {
        Told.Add(string.Join(' ', additions.Select(addition => $"{addition.Slot}:{string.Join(',', addition.Tokens.ToArray())}")));
        Assert.Equal(additions.Count, additions.Select(addition => addition.Slot).Distinct().Count());
        for (var row = 0; row < additions.Count; row++)
        {
            var sequence = _sequences[additions[row].Slot];
            sequence.AddRange(additions[row].Tokens.ToArray());
            var logits = _logits.Span((long)row * vocabulary, vocabulary);
            logits.Clear();
            fill(sequence, logits);
        }

        return new LogitRows(_logits, additions.Count, vocabulary, vocabulary);
    }

    public void Clear(int slot)
    {
        Told.Add($"clear {slot}");
        _sequences[slot].Clear();
    }

    public void Dispose() => _logits.Dispose();
}
