using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>Every column of the shift table against the reference vectors.</summary>
public sealed class GoldenShiftTests
{
    private const int PromptTokens = 12;
    private const int AnswerTokens = 40;
    private const int TopK = 30;
    private const double Relative = 1e-4;
    private const double Absolute = 1e-6;

    /// <summary>Logits of two processors, and of the reference, differ by less than half of it.</summary>
    private const double TieLimit = 1e-5;

    private static readonly string _base = Repository.PathOf("tests", "Goldens", "models", "llama3");
    private static readonly string _tuned = Repository.PathOf("tests", "Goldens", "shift", "tuned");

    static GoldenShiftTests() => NativeTorch.Load();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exact_and_compatible_columns_agree_with_the_reference(bool vectors)
    {
        using var golden = Golden("golden");
        using var scope = NewDisposeScope();
        var pairs = Pairs(golden);
        using IInferenceModel before = vectors
            ? TunedVectorModel.Untuned(_base, "base", TestContext.Current.CancellationToken)
            : Load(_base, Precision.Float32);
        using IInferenceModel after = vectors
            ? TunedVectorModel.Untuned(_tuned, "tuned", TestContext.Current.CancellationToken)
            : Load(_tuned, Precision.Float32);
        using var baseScorer = before.CreateScorer(2);
        using var tunedScorer = after.CreateScorer(2);
        var shifts = Compare(baseScorer, tunedScorer, pairs);

        Near(golden, "kl_tuned_base", shifts, shift => shift.KlTunedBase);
        Near(golden, "kl_base_tuned", shifts, shift => shift.KlBaseTuned);
        Near(golden, "entropy_base", shifts, shift => shift.EntropyBase);
        Near(golden, "entropy_tuned", shifts, shift => shift.EntropyTuned);
        Near(golden, "p_base", shifts, shift => shift.Token.BaseProbability);
        Near(golden, "p_tuned", shifts, shift => shift.Token.TunedProbability);
        Near(golden, "p_base", shifts, shift => shift.Argmax.BaseProbability);
        var tied = Enumerable
            .Range(0, shifts.Length)
            .Where(position => IsTiedAtTheCut(baseScorer, position) || IsTiedAtTheCut(tunedScorer, position))
            .ToHashSet();
        Assert.InRange(tied.Count, 0, 3);
        Near(golden, "topk_kl", shifts, shift => shift.TopK.Kl, Relative, tied);
        Near(golden, "topk_p_base", shifts, shift => shift.TopK.BaseProbability, Relative, tied);
        Assert.All(shifts, shift => Assert.Equal(shift.Token.BaseRank, shift.Argmax.BaseRank));
        RanksAre(golden, "base_rank", shifts, shift => shift.Token.BaseRank, baseScorer);
        RanksAre(golden, "topk_rank0", shifts, shift => shift.TopK.BaseRank, baseScorer);
    }

    [Fact]
    public void In_bfloat16_the_figures_are_as_near_to_those_in_32_bits_as_transformers_are_in_bfloat16()
    {
        using var golden = Golden("golden");
        using var reference = Golden("bfloat16");
        using var scope = NewDisposeScope();
        using var before = Load(_base, Precision.BFloat16);
        using var after = Load(_tuned, Precision.BFloat16);
        using var baseScorer = before.CreateScorer(2);
        using var tunedScorer = after.CreateScorer(2);

        var shifts = Compare(baseScorer, tunedScorer, Pairs(golden));

        foreach (
            var (name, values) in new (string, IEnumerable<double>)[]
            {
                ("kl_tuned_base", shifts.Select(shift => shift.KlTunedBase)),
                ("p_base", shifts.Select(shift => shift.Token.BaseProbability)),
                ("p_tuned", shifts.Select(shift => shift.Token.TunedProbability)),
            }
        )
        {
            double[] exact = [.. golden.Read(name).data<double>()],
                theirs = [.. reference.Read(name).data<double>()],
                ours = [.. values];
            Assert.InRange(Distance(ours, exact), 0, 1.5 * Distance(theirs, exact));
            Assert.InRange(Distance(ours, theirs), 0, 1.5 * Distance(theirs, exact));
        }
    }

    private static double Distance(double[] left, double[] right) => Math.Sqrt(left.Zip(right, (a, b) => (a - b) * (a - b)).Average());

    private static SafetensorsFile Golden(string name) =>
        SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "shift", $"{name}.safetensors"));

    private static List<(int[] Prompt, int[] Answer)> Pairs(SafetensorsFile golden) =>
        golden
            .Read("input_ids")
            .data<long>()
            .Select(id => (int)id)
            .Chunk(PromptTokens + AnswerTokens)
            .Select(row => (row[..PromptTokens], row[PromptTokens..]))
            .ToList();

    private static TunedTensorModel Load(string folder, Precision precision) =>
        TunedTensorModel.Load(folder, null, precision, ComputeDevice.Cpu);

    private static PositionShift[] Compare(IAnswerScorer before, IAnswerScorer after, List<(int[] Prompt, int[] Answer)> pairs)
    {
        before.Read(pairs);
        after.Read(pairs);
        return new AnswerComparison(before, after, 1, TopK, null, 2).Compare(pairs.SelectMany(pair => pair.Answer).ToList());
    }

    /// <summary>Whether the last logit in a list and the first outside it are so close that the order of summation decides which one is
    /// in.</summary>
    private static bool IsTiedAtTheCut(IAnswerScorer scorer, int position)
    {
        var logits = scorer.Logits([position], 0, scorer.VocabularySize)[0].ToArray();
        Array.Sort(logits);
        return logits[^TopK] - logits[^(TopK + 1)] < TieLimit;
    }

    /// <summary>A rank may differ from the reference's by as many tokens as are tied with the token of that rank.</summary>
    private static void RanksAre(
        SafetensorsFile golden,
        string name,
        PositionShift[] shifts,
        Func<PositionShift, int> actual,
        IAnswerScorer scorer
    )
    {
        var expected = golden.Read(name).data<long>().ToArray();
        Assert.Equal(expected.Length, shifts.Length);
        for (var position = 0; position < expected.Length; position++)
        {
            var rank = actual(shifts[position]);
            var logits = scorer.Logits([position], 0, scorer.VocabularySize)[0].ToArray();
            var own = logits.OrderDescending().ElementAt(Math.Max(0, shifts[position].Token.BaseRank - 1));
            var tied = logits.Count(logit => Math.Abs(logit - own) < TieLimit) - 1;
            Assert.True(
                Math.Abs(rank - expected[position]) <= tied,
                $"{name}, position {position}: {rank}, expected {expected[position]}, {tied} tied"
            );
        }
    }

    private static void Near(
        SafetensorsFile golden,
        string name,
        PositionShift[] shifts,
        Func<PositionShift, double> actual,
        double absolute = Absolute,
        HashSet<int>? except = null
    )
    {
        var expected = golden.Read(name).data<double>().ToArray();
        Assert.Equal(expected.Length, shifts.Length);
        foreach (var i in Enumerable.Range(0, expected.Length).Where(i => except?.Contains(i) != true))
        {
            var difference = Math.Abs(expected[i] - actual(shifts[i]));
            Assert.True(
                difference <= Math.Max(absolute, Relative * Math.Abs(expected[i])),
                $"{name}, position {i}: {actual(shifts[i])}, expected {expected[i]}"
            );
        }
    }
}
