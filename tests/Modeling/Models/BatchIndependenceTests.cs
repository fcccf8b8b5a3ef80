using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>What a row of a batch gives, beside shorter and longer ones, is what it gives alone: with rotary embeddings whose frequencies
/// depend on a length it is the row's own length that counts, on every way through libtorch.</summary>
public sealed class BatchIndependenceTests
{
    /// <summary>Below and above the 32 tokens that the reference models were trained on, and on either side of the bound.</summary>
    private static readonly int[] _lengths = [24, 60, 32, 33, 5];

    public BatchIndependenceTests() => NativeTorch.Load();

    public static TheoryData<string, Precision> Cases =>
        new(GoldenModels.Scaled.SelectMany(model => new[] { (model, Precision.Float32), (model, Precision.BFloat16) }));

    [Theory]
    [MemberData(nameof(GoldenModels.Scalings), MemberType = typeof(GoldenModels))]
    public void A_short_and_a_long_row_in_one_batch_agree_with_transformers_on_each_alone(string family)
    {
        using var model = GoldenModels.Load(family);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int[] ids = [.. GoldenModels.Ids(golden, "input_ids")[0].data<long>().Select(id => (int)id)];

        var logits = model.Logits(model.Hidden([ids[..24], ids[..60]]));

        GoldenModels.Close(logits[0].narrow(0, 0, 24), golden.Read("logits_24")[0], 1e-4);
        GoldenModels.Close(logits[1], golden.Read("logits_60")[0], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hidden_states_of_a_row_are_those_that_it_has_alone(string family, Precision precision)
    {
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            precision,
            cancellation: TestContext.Current.CancellationToken
        );
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var rows = Rows();

        var together = model.Hidden(rows);
        var padded = model.Hidden(LeftPadded(rows, out var mask), mask);

        for (var row = 0; row < rows.Count; row++)
        {
            var (alone, length) = (model.Hidden([rows[row]])[0], rows[row].Length);
            AssertNear(alone, together[row].narrow(0, 0, length), precision);
            AssertNear(alone, padded[row].narrow(0, padded.shape[1] - length, length), precision);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_answer_is_scored_as_it_is_alone(string family, Precision precision)
    {
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            precision,
            cancellation: TestContext.Current.CancellationToken
        );
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var pairs = Rows().ConvertAll(row => (row[..3], row[3..]));
        var tuned = TunedModel.Untuned(model);

        var together = AnswerHiddenStates.Compute(tuned, pairs);

        for (var i = 0; i < pairs.Count; i++)
        {
            AssertNear(model.Logits(AnswerHiddenStates.Compute(tuned, [pairs[i]])[0]), model.Logits(together[i]), precision);
        }
    }

    /// <summary>A step of all weights in 32 bits, and of an adapter in bfloat16, where weights are frozen; rows one below the other, and
    /// packed.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_training_step_has_the_loss_and_the_gradients_of_its_rows_alone(string family, Precision precision)
    {
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            precision,
            cancellation: TestContext.Current.CancellationToken
        );
        using var adapter = precision == Precision.Float32 ? null : LoraAdapter.Create(model, new LoraShape(4, 8, ["all-linear"]), seed: 1);
        using var scope = NewDisposeScope();
        List<Tensor> trained = adapter is null
            ? [.. model.Weights.Values]
            : [.. adapter.Layers.Values.SelectMany(layer => new[] { layer.A, layer.B })];
        foreach (var (_, b) in adapter?.Layers.Values ?? [])
        {
            // Otherwise the other factor, which multiplies it, would have no gradient.
            using var number = tensor(0.05f);
            b.copy_(number.expand(b.shape));
        }

        trained.ForEach(weight => weight.requires_grad = true);
        var sequences = Rows().ConvertAll(row => new TrainingSequence($"{row.Length}", row, row.Select((_, t) => t < 2 ? 0 : 1).ToArray()));
        (double Loss, List<Tensor> Gradients) Step(params IReadOnlyList<IReadOnlyList<TrainingSequence>> passes)
        {
            trained.ForEach(weight => weight.grad = null);
            var sum = 0.0;
            foreach (var pass in passes)
            {
                var loss = Loss.Sum(model, pass, new TrainingPass { Adapter = adapter });
                loss.backward();
                sum += loss.item<float>();
            }

            return (sum, trained.ConvertAll(weight => weight.grad!.clone()));
        }

        var alone = Step(sequences.ConvertAll(sequence => (IReadOnlyList<TrainingSequence>)[sequence]));
        foreach (var batch in new[] { sequences, SequencePacking.Pack(sequences, 70) })
        {
            var (loss, gradients) = Step(batch);
            Assert.InRange(loss / alone.Loss, 1 - Tolerance(precision), 1 + Tolerance(precision));
            Assert.All(alone.Gradients.Zip(gradients), pair => AssertNear(pair.First, pair.Second, precision));
        }
    }

    private static List<int[]> Rows()
    {
        var random = new Random(11);
        return [.. _lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(3, 300)).ToArray())];
    }

    private static Tensor LeftPadded(List<int[]> rows, out Tensor mask)
    {
        var longest = rows.Max(row => row.Length);
        mask = tensor(rows.SelectMany(row => Enumerable.Range(0, longest).Select(t => t < longest - row.Length ? 0L : 1)).ToArray())
            .view(rows.Count, longest);
        return tensor(rows.SelectMany(row => new long[longest - row.Length].Concat(row.Select(id => (long)id))).ToArray())
            .view(rows.Count, longest);
    }

    /// <summary>Products of another size round otherwise; another length's frequencies show in the first digit.</summary>
    private static double Tolerance(Precision precision) => precision == Precision.Float32 ? 2e-5 : 0.02;

    private static void AssertNear(Tensor expected, Tensor actual, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (expected.to(ScalarType.Float32), actual.to(ScalarType.Float32));
        Assert.InRange(((left - right).norm() / left.norm()).item<float>(), 0, Tolerance(precision));
    }
}
