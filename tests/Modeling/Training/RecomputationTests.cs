using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>Layers that are computed again in the backward pass give the same loss and the same gradients.</summary>
public sealed class RecomputationTests
{
    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void Gradients_of_all_weights_are_the_same(string family)
    {
        using var model = GoldenModels.Load(family);
        AssertSame(model, null, [.. model.Weights.Values]);
    }

    [Theory]
    [InlineData("llama3", "all-linear")]
    [InlineData("gemma2", "q_proj")]
    [InlineData("gpt2", "h.2.attn.c_attn")]
    public void Gradients_of_an_adapter_are_the_same_with_the_same_dropout(string family, string target)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = LoraAdapter.Create(model, new LoraShape(4, 8, [target]) { Dropout = 0.3 }, seed: 5);
        var factors = adapter.Layers.Values.SelectMany(layer => new[] { layer.A, layer.B }).ToList();
        using (no_grad())
        {
            factors.ForEach(factor => factor.normal_(0, 0.1));
        }

        AssertSame(model, adapter, factors);
        Assert.All(model.Weights.Values, weight => Assert.Null(weight.grad));
    }

    private static void AssertSame(CausalLanguageModel model, LoraAdapter? adapter, IReadOnlyList<Tensor> trained)
    {
        using var scope = NewDisposeScope();
        var plain = Gradients(model, adapter, trained, recompute: false);
        var again = Gradients(model, adapter, trained, recompute: true);

        Assert.True(plain[0].item<float>() > 0);
        Assert.All(plain.Zip(again), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    private static List<Tensor> Gradients(CausalLanguageModel model, LoraAdapter? adapter, IReadOnlyList<Tensor> trained, bool recompute)
    {
        foreach (var tensor in trained)
        {
            tensor.requires_grad = true;
            tensor.grad = null;
        }

        var training = new TrainingPass
        {
            Adapter = adapter,
            Dropout = true,
            DropoutSeed = 3,
            Recompute = recompute,
        };
        var loss = Loss.Sum(model, SequencePacking.Pack(TrainingRun.Sequences(4, vocabulary: 60), 30), training);
        loss.backward();
        return [loss.detach(), .. trained.Select(tensor => tensor.grad!.clone())];
    }
}
