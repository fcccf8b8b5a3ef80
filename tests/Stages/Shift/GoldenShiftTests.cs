using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
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
    private const double TieLimit = 1e-6;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exact_and_compatible_columns_agree_with_the_reference(bool vectors)
    {
        using var golden = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "shift", "golden.safetensors"));
        var (baseFolder, tunedFolder) = (Repository.PathOf("tests", "Goldens", "models", "llama3"), Repository.PathOf("tests", "Goldens", "shift", "tuned"));
        using IInferenceModel before = vectors ? TunedVectorModel.Untuned(baseFolder, "base") : TunedTensorModel.Load(baseFolder, null, Precision.Float32, ComputeDevice.Cpu);
        using IInferenceModel after = vectors ? TunedVectorModel.Untuned(tunedFolder, "tuned") : TunedTensorModel.Load(tunedFolder, null, Precision.Float32, ComputeDevice.Cpu);
        using var scope = NewDisposeScope();
        var ids = golden.Read("input_ids").data<long>().Select(id => (int)id).Chunk(PromptTokens + AnswerTokens).ToList();
        var pairs = ids.Select(row => (row[..PromptTokens], row[PromptTokens..])).ToList();

        using var baseScorer = before.CreateScorer(2);
        using var tunedScorer = after.CreateScorer(2);
        baseScorer.Read(pairs);
        tunedScorer.Read(pairs);
        var shifts = new AnswerComparison(baseScorer, tunedScorer, 1, TopK, null, 2).Of(pairs.SelectMany(pair => pair.Item2).ToList());

        Near(golden, "kl_tuned_base", shifts, shift => shift.KlTunedBase);
        Near(golden, "kl_base_tuned", shifts, shift => shift.KlBaseTuned);
        Near(golden, "entropy_base", shifts, shift => shift.EntropyBase);
        Near(golden, "entropy_tuned", shifts, shift => shift.EntropyTuned);
        Near(golden, "p_base", shifts, shift => shift.Token.BaseProbability);
        Near(golden, "p_tuned", shifts, shift => shift.Token.TunedProbability);
        Near(golden, "p_base", shifts, shift => shift.Argmax.BaseProbability);
        var tied = Enumerable.Range(0, shifts.Length).Where(position => IsTiedAtTheCut(baseScorer, position) || IsTiedAtTheCut(tunedScorer, position)).ToHashSet();
        Assert.InRange(tied.Count, 0, 3);
        Near(golden, "topk_kl", shifts, shift => shift.TopK.Kl, Relative, tied);
        Near(golden, "topk_p_base", shifts, shift => shift.TopK.BaseProbability, Relative, tied);
        Assert.Equal(golden.Read("base_rank").data<long>().ToArray(), shifts.Select(shift => (long)shift.Token.BaseRank));
        Assert.Equal(golden.Read("base_rank").data<long>().ToArray(), shifts.Select(shift => (long)shift.Argmax.BaseRank));
        Assert.Equal(golden.Read("topk_rank0").data<long>().ToArray(), shifts.Select(shift => (long)shift.TopK.BaseRank));
    }

    /// <summary>Whether the last logit in a list and the first outside it are so close that the order of summation decides which one is in.</summary>
    private static bool IsTiedAtTheCut(IAnswerScorer scorer, int position)
    {
        var logits = scorer.Logits([position], 0, scorer.VocabularySize)[0].ToArray();
        Array.Sort(logits);
        return logits[^TopK] - logits[^(TopK + 1)] < TieLimit;
    }

    private static void Near(SafetensorsFile golden, string name, PositionShift[] shifts, Func<PositionShift, double> actual, double absolute = Absolute, HashSet<int>? except = null)
    {
        var expected = golden.Read(name).data<double>().ToArray();
        Assert.Equal(expected.Length, shifts.Length);
        foreach (var i in Enumerable.Range(0, expected.Length).Where(i => except?.Contains(i) != true))
        {
            var difference = Math.Abs(expected[i] - actual(shifts[i]));
            Assert.True(difference <= Math.Max(absolute, Relative * Math.Abs(expected[i])), $"{name}, position {i}: {actual(shifts[i])}, expected {expected[i]}");
        }
    }
}
