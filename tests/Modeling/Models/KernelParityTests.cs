using System.Runtime.Intrinsics;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Families;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>
/// The decoder's mathematics is written three times: with libtorch's operators, with loops of our own for training, and once more for
/// decoding. One table holds them together: hidden states of all three, and gradients of the two that have them, for every family.
/// </summary>
public sealed class KernelParityTests
{
    private const double Tolerance = 2e-5;

    /// <summary>Rows below and above one block of queries, and above the lengths at which scaled rotary embeddings change.</summary>
    private static readonly int[] _lengths = [40, 17, 33];

    public KernelParityTests() => NativeTorch.Load();

    [Fact]
    public void Every_family_is_in_the_table() =>
        Assert.Empty(
            ModelFamilies
                .All.Select(family => family.ModelType)
                .Except(
                    new[] { GoldenModels.All, GoldenModels.Added, GoldenModels.Scaled }
                        .SelectMany(folders => folders)
                        .Select(folder => ModelConfiguration.Read(GoldenModels.Folder(folder)).ModelType)
                )
        );

    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void Library_loops_and_vector_engine_give_the_same_hidden_states(string family)
    {
        using var model = GoldenModels.Load(family);
        using var scope = NewDisposeScope();
        var rows = Rows(model);
        var library = Hidden(model, rows, KernelChoice.Library);

        if (Vector512.IsHardwareAccelerated)
        {
            AssertNear(library, Hidden(model, rows, KernelChoice.Own), "loops");
        }

        AssertNear(library, Vectors(model, rows), "vector engine");
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void Library_and_loops_give_the_same_loss_and_gradients(string family)
    {
        Assert.SkipUnless(
            Vector512.IsHardwareAccelerated,
            "Needs vectors of 512 bits; elsewhere the library's operators are all there is."
        );
        using var model = GoldenModels.Load(family);
        using var scope = NewDisposeScope();
        var (loss, gradients) = Step(model, KernelChoice.Library);
        var (ownLoss, ownGradients) = Step(model, KernelChoice.Own);

        Assert.InRange(ownLoss / loss, 1 - Tolerance, 1 + Tolerance);
        Assert.All(gradients, entry => AssertNear(entry.Value, ownGradients[entry.Key], entry.Key));
    }

    [Fact]
    public void The_switch_turns_the_loops_off()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "Needs vectors of 512 bits; elsewhere there is nothing to turn off.");
        using var model = GoldenModels.Load("llama2");
        using var scope = NewDisposeScope();
        var rows = Rows(model);

        Assert.True(Hidden(model, rows, KernelChoice.Library).equal(Hidden(model, rows, KernelChoice.Library)).all().item<bool>());
        Assert.False(Hidden(model, rows, KernelChoice.Library).equal(Hidden(model, rows, KernelChoice.Own)).all().item<bool>());
    }

    private static List<int[]> Rows(CausalLanguageModel model)
    {
        var random = new Random(3);
        return
        [
            .. _lengths.Select(length =>
                Enumerable.Range(0, length).Select(_ => random.Next(3, model.Configuration.VocabularySize)).ToArray()
            ),
        ];
    }

    /// <summary>The states of all tokens [tokens, hidden], as a pass that records gradients computes them.</summary>
    private static Tensor Hidden(CausalLanguageModel model, List<int[]> rows, KernelChoice kernels)
    {
        var batch = new PaddedBatch(rows.ConvertAll(row => new TrainingSequence("", row, new int[row.Length])));
        var hidden = model.Hidden(batch.Ids(CPU), new TrainingPass { Kernels = kernels, Lengths = batch.Lengths() });
        return cat(rows.Select((row, i) => hidden[i].narrow(0, 0, row.Length)).ToArray()).detach();
    }

    private static Tensor Vectors(CausalLanguageModel model, List<int[]> rows)
    {
        using var weights = VectorModel.FromModel(model);
        using var team = new WorkerTeam(2);
        using var pass = new VectorPass(weights, null, team, rows.Max(row => row.Length), rows.Max(row => row.Length));
        var width = model.Configuration.HiddenSize;
        var hidden = new List<float>();
        foreach (var row in rows)
        {
            using var sequence = new SequenceCache(model.Configuration);
            sequence.MakeRoom(row.Length);
            pass.Read(row.Select((token, position) => new TokenRow(sequence, token, position, row.Length)).ToArray());
            var one = new float[width];
            for (var t = 0; t < row.Length; t++)
            {
                pass.Hidden(t, one);
                hidden.AddRange(one);
            }
        }

        return tensor(hidden.ToArray()).view(-1, width);
    }

    private static (double Loss, Dictionary<string, Tensor> Gradients) Step(CausalLanguageModel model, KernelChoice kernels)
    {
        foreach (var weight in model.Weights.Values)
        {
            weight.requires_grad = true;
            weight.grad = null;
        }

        var sequences = Rows(model).ConvertAll(row => new TrainingSequence("", row, row.Select((_, t) => t % 3 == 0 ? 0 : 1).ToArray()));
        var loss = Loss.Sum(model, sequences, new TrainingPass { Kernels = kernels });
        loss.backward();
        return (loss.item<float>(), model.Weights.ToDictionary(entry => entry.Key, entry => entry.Value.grad!.clone()));
    }

    private static void AssertNear(Tensor expected, Tensor actual, string what)
    {
        var error = ((expected - actual).norm() / expected.norm().clamp_min(1e-6)).item<float>();
        Assert.True(error <= Tolerance, $"{what}: {error}");
    }
}
