using static TorchSharp.torch;

namespace Pipeline.Stages.Shift;

/// <summary>Exact comparison of two next-token distributions at each of n positions.</summary>
/// <param name="KlTunedBase">KL(tuned‖base), nats, n values.</param>
/// <param name="KlBaseTuned">KL(base‖tuned), nats, n values.</param>
/// <param name="BaseRank">1-based rank under the base of the tuned model's most likely token.</param>
/// <param name="BaseProbability">Probability of that token under the base.</param>
/// <param name="TunedProbability">Probability of that token under the tuned model.</param>
internal sealed record DistributionShift(float[] KlTunedBase, float[] KlBaseTuned, int[] BaseRank, float[] BaseProbability, float[] TunedProbability)
{
    /// <summary>Compares logits [n, vocabulary] of the base and of the tuned model.</summary>
    public static DistributionShift Of(Tensor baseLogits, Tensor tunedLogits)
    {
        using var scope = NewDisposeScope();

        // Double precision: a divergence near zero is a small difference of large sums.
        var reference = nn.functional.log_softmax(baseLogits.to(ScalarType.Float64), -1);
        var tuned = nn.functional.log_softmax(tunedLogits.to(ScalarType.Float64), -1);
        var difference = tuned - reference;
        var liked = tuned.argmax(-1, true);
        var baseLiked = reference.gather(-1, liked);
        return new DistributionShift(
            Floats((tuned.exp() * difference).sum(-1).clamp_min(0)),
            Floats((reference.exp() * difference).sum(-1).neg().clamp_min(0)),
            [.. (reference.gt(baseLiked).sum(-1) + 1).data<long>().Select(rank => (int)rank)],
            Floats(baseLiked.exp()),
            Floats(tuned.gather(-1, liked).exp()));
    }

    /// <summary>The paper's class of a 1-based rank.</summary>
    public static string ClassOf(int rank) => rank switch
    {
        1 => "unshifted",
        <= 3 => "marginal",
        _ => "shifted",
    };

    private static float[] Floats(Tensor values) => [.. values.reshape(-1).to(ScalarType.Float32).data<float>()];
}
