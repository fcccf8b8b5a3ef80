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

    /// <summary>Whether it keeps its place in the order of training but is not learned from: what training without it leaves out.</summary>
    public bool IsWithheld { get; private init; }

    /// <summary>
    /// The sequence without its labels, kept in its place so that the order of all others is as it was. One that has none is not withheld:
    /// it has no place in that order.
    /// </summary>
    public TrainingSequence Withheld() => new(Id, TokenIds, new int[LossMask.Length]) { IsWithheld = Labels > 0 };

    /// <summary>Several sequences as one row; none of them sees another.</summary>
    public static TrainingSequence Packed(IReadOnlyList<TrainingSequence> sequences) =>
        new(
            string.Join('+', sequences.Select(sequence => sequence.Id)),
            [.. sequences.SelectMany(sequence => sequence.TokenIds)],
            [.. sequences.SelectMany(sequence => sequence.LossMask.Select((label, place) => place == 0 ? 0 : label))]
        )
        {
            Parts = sequences.Select(sequence => sequence.TokenIds.Length).ToList(),
            IsWithheld = sequences.All(sequence => sequence.IsWithheld),
        };
}
