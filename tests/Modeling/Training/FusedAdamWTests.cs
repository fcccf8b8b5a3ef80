using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

public sealed class FusedAdamWTests
{
    public FusedAdamWTests() => NativeTorch.Load();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decay_spares_vectors_where_asked(bool decayVectors)
    {
        using var scope = NewDisposeScope();
        var matrix = ones(2, 3).requires_grad_();
        var vector = ones(3).requires_grad_();
        using var optimizer = new FusedAdamW([matrix, vector], new AdamWSettings { WeightDecay = 0.5, DecayVectors = decayVectors });
        (matrix.sum() * 0 + (vector.sum() * 0)).backward();

        optimizer.Step(0.1, 0);

        Assert.Equal(0.95f, matrix.mean().item<float>(), 1e-6f);
        Assert.Equal(decayVectors ? 0.95f : 1f, vector.mean().item<float>(), 1e-6f);
    }

    [Fact]
    public void A_gradient_that_is_no_number_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var weight = ones(2, 3).requires_grad_();
        using var optimizer = new FusedAdamW([weight], new AdamWSettings { WeightDecay = 0.5 });
        (weight.sum() * float.PositiveInfinity).backward();

        Assert.False(double.IsFinite(optimizer.Step(0.1, 1)));
        Assert.Equal(1f, weight.min().item<float>());
        Assert.All(optimizer.State, entry => Assert.Equal(0f, entry.Value.sum().item<float>()));
    }
}
