using CsCheck;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

public sealed class PackingTests
{
    public PackingTests() => NativeTorch.Load();

    [Fact]
    public void Every_sequence_is_in_one_row_and_no_row_is_too_long() =>
        Gen.Int[1, 60]
            .Array[1, 80]
            .Sample(lengths =>
            {
                var sequences = lengths
                    .Select((length, index) => new TrainingSequence($"{index}", new int[length], Enumerable.Repeat(1, length).ToArray()))
                    .ToList();
                var rows = SequencePacking.Pack(sequences, 64);

                Assert.All(rows, row => Assert.InRange(row.TokenIds.Length, 1, 64));
                Assert.Equal(sequences.Select(sequence => sequence.Id).Order(), rows.SelectMany(row => row.Id.Split('+')).Order());
                Assert.Equal(sequences.Sum(sequence => sequence.Labels), rows.Sum(row => row.Labels));
                Assert.True(rows.Count <= 1 || rows.Sum(row => row.TokenIds.Length) > 32 * (rows.Count - 1));
            });

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void A_packed_row_has_the_loss_and_the_gradient_of_its_sequences_apart(string family)
    {
        using var model = GoldenModels.Load(family);
        var sequences = TrainingRun.Sequences(5, vocabulary: 60);
        var packed = SequencePacking.Pack(sequences, 40);
        var (apart, apartNorm) = LossOf(model, sequences);
        var (together, togetherNorm) = LossOf(model, packed);

        Assert.InRange(packed.Count, 2, 3);
        Assert.Equal(apart, together, apart * 2e-6);
        Assert.Equal(apartNorm, togetherNorm, apartNorm * 1e-5);
    }

    [Fact]
    public void Noise_on_a_packed_row_is_scaled_by_each_sequence_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var noise = new EmbeddingNoise(5, seed: 1);
        var rows = SequencePacking.Pack([new("a", new int[30], new int[30]), new("b", new int[3], new int[3])], 40);
        var drawn = noise.For(rows, 33, 64)[0].abs();

        Assert.InRange(drawn.narrow(0, 0, 30).max().item<float>(), 0.9 * 5 / Math.Sqrt(30 * 64), 5 / Math.Sqrt(30 * 64));
        Assert.InRange(drawn.narrow(0, 30, 3).max().item<float>(), 0.9 * 5 / Math.Sqrt(3 * 64), 5 / Math.Sqrt(3 * 64));
    }

    private static (double Loss, double GradientNorm) LossOf(CausalLanguageModel model, IReadOnlyList<TrainingSequence> sequences)
    {
        using var scope = NewDisposeScope();
        foreach (var weight in model.Weights.Values)
        {
            weight.requires_grad = true;
            weight.grad = null;
        }

        var loss = Loss.Sum(model, sequences, new TrainingPass());
        loss.backward();
        return (loss.item<float>(), Math.Sqrt(model.Weights.Values.Sum(weight => Math.Pow(weight.grad!.norm().item<float>(), 2))));
    }
}
