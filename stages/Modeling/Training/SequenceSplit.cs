using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Modeling.Training;

/// <summary>
/// Which sequences are trained on, which are held out, and on which the training loss is measured. Drawn by a digest of seed and id, so a
/// row added to the data moves no other across.
/// </summary>
internal sealed class SequenceSplit
{
    private SequenceSplit(
        IReadOnlyList<TrainingSequence> training,
        IReadOnlyList<TrainingSequence> heldOut,
        IReadOnlyList<TrainingSequence> measured,
        int withoutLabels
    )
    {
        Training = training;
        HeldOut = heldOut;
        Measured = measured;
        WithoutLabels = withoutLabels;
    }

    /// <summary>The sequences to train on, in the order given; packed into rows where that was asked for.</summary>
    public IReadOnlyList<TrainingSequence> Training { get; }

    /// <summary>The sequences to evaluate on.</summary>
    public IReadOnlyList<TrainingSequence> HeldOut { get; }

    /// <summary>The sample of <see cref="Training"/> that training losses are measured on.</summary>
    public IReadOnlyList<TrainingSequence> Measured { get; }

    /// <summary>Sequences left out because they have no label.</summary>
    public int WithoutLabels { get; }

    /// <summary>Splits a training set.</summary>
    /// <exception cref="InvalidDataException">No sequence has a label, fewer than a batch are left to train on, or early stopping has
    /// nothing to look at.</exception>
    public static SequenceSplit Split(IReadOnlyList<TrainingSequence> sequences, TrainingSettings settings)
    {
        var usable = sequences.Where(sequence => sequence.Labels > 0 || sequence.IsWithheld).ToList();
        if (usable.TrueForAll(sequence => sequence.IsWithheld))
        {
            throw new InvalidDataException(
                $"None of the {sequences.Count} training sequences has a token to learn from. Their responses are empty, or the "
                    + "maximum length cuts them off."
            );
        }

        var drawn = usable.OrderBy(sequence => Draw(settings.Seed, sequence.Id), StringComparer.Ordinal).ToList();
        var heldOut = drawn.Take((int)Math.Round(settings.HeldOutShare * usable.Count)).ToHashSet();
        if (settings.Patience > 0 && heldOut.Count == 0)
        {
            throw new InvalidDataException(
                $"Early stopping after {settings.Patience} evaluations needs sequences to evaluate on, but a held-out share of "
                    + $"{settings.HeldOutShare} of {usable.Count} is none."
            );
        }

        IReadOnlyList<TrainingSequence> training = usable.Where(sequence => !heldOut.Contains(sequence)).ToList();
        training = settings.PackedLength > 0 ? SequencePacking.Pack(training, settings.PackedLength) : training;
        if (training.Count < settings.BatchSize)
        {
            throw new InvalidDataException(
                $"A batch takes {settings.BatchSize} {(settings.PackedLength > 0 ? "packed rows" : "sequences")}, but there are "
                    + $"{training.Count} to train on ({sequences.Count} in all, {heldOut.Count} held out, "
                    + $"{sequences.Count - usable.Count} without a label). Use a smaller batch."
            );
        }

        return new SequenceSplit(
            training,
            usable.Where(sequence => heldOut.Contains(sequence) && !sequence.IsWithheld).ToList(),
            drawn
                .Where(sequence => !heldOut.Contains(sequence))
                .Take(settings.MeasuredSequences)
                .Where(sequence => !sequence.IsWithheld)
                .ToList(),
            sequences.Count - usable.Count
        );
    }

    private static string Draw(long seed, string id) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{id}"))));
}
