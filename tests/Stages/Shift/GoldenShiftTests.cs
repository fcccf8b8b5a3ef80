using Pipeline.Modeling.Models;
using Pipeline.Modeling.Weights;
using Pipeline.Stages.Shift;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Stages.Shift;

/// <summary>Every column of the shift table against the reference vectors.</summary>
public sealed class GoldenShiftTests
{
    private const int PromptTokens = 12;
    private const int AnswerTokens = 40;
    private const int TopK = 30;
    private const double Relative = 1e-4;
    private const double Absolute = 1e-6;

    [Fact]
    public void Exact_and_compatible_columns_agree_with_the_reference()
    {
        using var golden = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "shift", "golden.safetensors"));
        using var models = ComparedModels.Load(
            Repository.PathOf("tests", "Goldens", "models", "llama3"), null, Repository.PathOf("tests", "Goldens", "shift", "tuned"));
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = golden.Read("input_ids").data<long>().Select(id => (int)id).Chunk(PromptTokens + AnswerTokens).ToList();
        var pairs = ids.Select(row => (row[..PromptTokens], row[PromptTokens..])).ToList();

        var shifts = new AnswerComparison(models.Base.Model, models.Tuned.Model, TopK, null, 2).Of(
            cat(AnswerHiddenStates.Of(models.Base, pairs).ToArray()), cat(AnswerHiddenStates.Of(models.Tuned, pairs).ToArray()), pairs.SelectMany(pair => pair.Item2).ToList());

        Near(golden, "kl_tuned_base", shifts, shift => shift.KlTunedBase);
        Near(golden, "kl_base_tuned", shifts, shift => shift.KlBaseTuned);
        Near(golden, "entropy_base", shifts, shift => shift.EntropyBase);
        Near(golden, "entropy_tuned", shifts, shift => shift.EntropyTuned);
        Near(golden, "p_base", shifts, shift => shift.Token.BaseProbability);
        Near(golden, "p_tuned", shifts, shift => shift.Token.TunedProbability);
        Near(golden, "p_base", shifts, shift => shift.Argmax.BaseProbability);
        Near(golden, "topk_kl", shifts, shift => shift.TopK.Kl, Relative);
        Near(golden, "topk_p_base", shifts, shift => shift.TopK.BaseProbability, Relative);
        Assert.Equal(golden.Read("base_rank").data<long>().ToArray(), shifts.Select(shift => (long)shift.Token.BaseRank));
        Assert.Equal(golden.Read("base_rank").data<long>().ToArray(), shifts.Select(shift => (long)shift.Argmax.BaseRank));
        Assert.Equal(golden.Read("topk_rank0").data<long>().ToArray(), shifts.Select(shift => (long)shift.TopK.BaseRank));
    }

    private static void Near(SafetensorsFile golden, string name, PositionShift[] shifts, Func<PositionShift, double> actual, double absolute = Absolute)
    {
        var expected = golden.Read(name).data<double>().ToArray();
        Assert.Equal(expected.Length, shifts.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual(shifts[i]));
            Assert.True(difference <= Math.Max(absolute, Relative * Math.Abs(expected[i])), $"{name}, position {i}: {actual(shifts[i])}, expected {expected[i]}");
        }
    }
}
