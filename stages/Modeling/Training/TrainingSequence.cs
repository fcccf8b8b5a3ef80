namespace Pipeline.Modeling.Training;

/// <summary>One training sequence, or several packed into one row.</summary>
/// <param name="Id">Whose it is, for messages.</param>
/// <param name="TokenIds">Its tokens.</param>
/// <param name="LossMask">1 where the token is a label. The first token of a sequence is predicted by nothing and never counts.</param>
public sealed record TrainingSequence(string Id, int[] TokenIds, int[] LossMask)
{
    /// <summary>Labels that can be predicted.</summary>
    public int Labels { get; } = LossMask.Skip(1).Sum();

    /// <summary>Lengths of the sequences that it is packed of, in order; one where it is a single sequence.</summary>
    public IReadOnlyList<int> Parts { get; private init; } = [TokenIds.Length];

    /// <summary>Several sequences as one row; none of them sees another.</summary>
    public static TrainingSequence Packed(IReadOnlyList<TrainingSequence> sequences) => new(
        string.Join('+', sequences.Select(sequence => sequence.Id)),
        [.. sequences.SelectMany(sequence => sequence.TokenIds)],
        [.. sequences.SelectMany(sequence => sequence.LossMask.Select((label, place) => place == 0 ? 0 : label))])
    {
        Parts = sequences.Select(sequence => sequence.TokenIds.Length).ToList(),
    };
}
