using CsCheck;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>Which token is chosen, on logits that can be followed by hand, and against a plain implementation.</summary>
public sealed class TokenSamplerTests
{
    private static readonly double _half = Math.Log(0.5);

    [Fact]
    public void Greedy_takes_the_most_likely_token_and_of_equals_the_lowest_id()
    {
        Assert.Equal(2, Choose(new SamplingSettings(), [0, 1, 3, 2]).Id);
        Assert.Equal(1, Choose(new SamplingSettings(), [0, 3, 3]).Id);
        Assert.Equal((float)_half, Choose(new SamplingSettings(), [7, 7]).LogProbability, 1e-6f);
    }

    [Theory]
    [InlineData(1f, 1.00005f, true)]
    [InlineData(1f, 1.0002f, false)]
    [InlineData(1f, 1f, true)]
    public void A_near_tie_is_a_distance_below_a_ten_thousandth(float first, float second, bool expected)
    {
        Assert.Equal(expected, Choose(new SamplingSettings(), [first, second, -5]).IsNearTie);
        Assert.Equal(expected, Choose(new SamplingSettings { RepetitionPenalty = 1.5 }, [first, second, -5]).IsNearTie);
    }

    [Fact]
    public void A_sampled_token_is_never_a_near_tie() => Assert.False(Choose(new SamplingSettings { Temperature = 1 }, [1, 1]).IsNearTie);

    /// <summary>Keskar et al. 2019: less likely either way, whatever the sign of the logit.</summary>
    [Theory]
    [InlineData(new[] { 3f, 2f }, 0, 2.0, 1)]
    [InlineData(new[] { 3f, 1f }, 0, 2.0, 0)]
    [InlineData(new[] { -1f, -1.5f }, 0, 2.0, 1)]
    [InlineData(new[] { -1f, -3f }, 0, 2.0, 0)]
    [InlineData(new[] { -2f, -1.9f }, 1, 1.2, 0)]
    [InlineData(new[] { 0f, -1f }, 0, 9.0, 0)]
    [InlineData(new[] { 1f, 1.5f }, 0, 0.5, 0)]
    [InlineData(new[] { -2f, -1.5f }, 0, 0.5, 0)]
    public void A_repetition_penalty_divides_positive_logits_and_multiplies_negative_ones(
        float[] logits,
        int seen,
        double penalty,
        int expected
    ) => Assert.Equal(expected, Choose(new SamplingSettings { RepetitionPenalty = penalty }, logits, [seen]).Id);

    [Fact]
    public void Penalised_logits_are_those_of_the_definition()
    {
        var sampler = new TokenSampler(new SamplingSettings { RepetitionPenalty = 2 }, [0, 1, 1], 0);
        float[] logits = [4, -4, 6, -6];

        sampler.Choose(logits);

        Assert.Equal([2, -8, 6, -6], logits);
    }

    [Fact]
    public void What_was_chosen_counts_as_seen_for_the_next_token()
    {
        var sampler = new TokenSampler(new SamplingSettings { RepetitionPenalty = 2 }, [], 0);

        Assert.Equal(0, sampler.Choose((float[])[3, 2, 1]).Id);
        Assert.Equal(1, sampler.Choose((float[])[3, 2, 1]).Id);
        Assert.Equal(0, sampler.Choose((float[])[3, 2, 1]).Id);
    }

    [Fact]
    public void Without_a_penalty_nothing_is_counted_as_seen()
    {
        var sampler = new TokenSampler(new SamplingSettings(), [0], 0);
        float[] logits = [3, 2];

        Assert.Equal(0, sampler.Choose(logits).Id);
        Assert.Equal(0, sampler.Choose(logits).Id);
        Assert.Equal([3, 2], logits);
    }

    [Fact]
    public void The_log_probability_is_the_models_own_before_penalty_temperature_and_truncation()
    {
        float[] logits = [1, 2, 0];
        var expected = logits.Select(logit => logit - Math.Log(logits.Sum(other => Math.Exp(other)))).ToArray();

        var penalised = Choose(new SamplingSettings { RepetitionPenalty = 5 }, logits, [1]);
        var sampled = Choose(
            new SamplingSettings
            {
                Temperature = 3,
                TopK = 1,
                TopP = 0.5,
            },
            logits
        );

        Assert.Equal((0, (float)expected[0]), (penalised.Id, penalised.LogProbability));
        Assert.Equal((1, (float)expected[1]), (sampled.Id, sampled.LogProbability));
    }

    [Fact]
    public void Top_p_keeps_the_fewest_tokens_that_reach_it()
    {
        Assert.All(Ids(new SamplingSettings { Temperature = 1, TopP = 0.5 }, [0, 0]), id => Assert.Equal(0, id));
        Assert.Equal([0, 1], Ids(new SamplingSettings { Temperature = 1, TopP = 0.51 }, [0, 0]).Distinct().Order());
        Assert.Equal([1, 3], Ids(new SamplingSettings { Temperature = 1, TopP = 0.9 }, [-9, 1, -9, 1]).Distinct().Order());
    }

    [Fact]
    public void Top_k_keeps_the_k_most_likely_tokens()
    {
        Assert.All(Ids(new SamplingSettings { Temperature = 9, TopK = 1 }, [0, 0.1f, 0]), id => Assert.Equal(1, id));
        Assert.Equal([1, 2], Ids(new SamplingSettings { Temperature = 9, TopK = 2 }, [0, 3, 1]).Distinct().Order());
        Assert.Equal([0, 1, 2], Ids(new SamplingSettings { Temperature = 9, TopK = 50 }, [0, 3, 1]).Distinct().Order());
    }

    [Fact]
    public void Within_top_k_top_p_is_a_share_of_what_is_left()
    {
        // Of four equal tokens two are left, so half of them is one, although a quarter of all.
        var settings = new SamplingSettings
        {
            Temperature = 1,
            TopK = 2,
            TopP = 0.5,
        };

        Assert.All(Ids(settings, [0, 0, 0, 0]), id => Assert.Equal(0, id));
        Assert.Equal([0, 1], Ids(settings with { TopP = 0.6 }, [0, 0, 0, 0]).Distinct().Order());
    }

    [Fact]
    public void A_low_temperature_is_nearly_greedy_and_a_high_one_nearly_uniform()
    {
        float[] logits = [0, 1, 0, 0];

        Assert.All(Ids(new SamplingSettings { Temperature = 0.01 }, logits), id => Assert.Equal(1, id));
        var counts = Ids(new SamplingSettings { Temperature = 1000 }, logits).CountBy(id => id).ToDictionary();
        Assert.All(Enumerable.Range(0, 4), id => Assert.InRange(counts[id], 60, 140));
    }

    [Fact]
    public void Tokens_come_as_often_as_they_are_likely()
    {
        float[] logits = [MathF.Log(0.7f), MathF.Log(0.2f), MathF.Log(0.1f)];

        var counts = Ids(new SamplingSettings { Temperature = 1 }, logits, 4000).CountBy(id => id).ToDictionary();

        Assert.InRange(counts[0], 2700, 2900);
        Assert.InRange(counts[1], 720, 880);
        Assert.InRange(counts[2], 320, 480);
    }

    /// <summary>Vocabularies of more tokens than are looked at first, so that the list of the most likely ones has to grow.</summary>
    [Fact]
    public void Every_setting_chooses_as_a_plain_implementation_does() =>
        (
            from size in Gen.Int[1, 900]
            from logits in Gen.Int[-40_000, 40_000].Select(value => value / 10_000f).Array[size]
            from temperature in Gen.Double[0.2, 3]
            from topK in Gen.OneOf(Gen.Const(0), Gen.Int[1, 100])
            from topP in Gen.OneOf(Gen.Const(1.0), Gen.Double[0.01, 0.999])
            from seed in Gen.ULong
            select (
                logits,
                new SamplingSettings
                {
                    Temperature = temperature,
                    TopK = topK,
                    TopP = topP,
                },
                seed
            )
        ).Sample(
            (logits, settings, seed) => Choose(settings, logits, [], seed).Id == Plain(logits, settings, new RandomStream(seed).Next()),
            iter: 300
        );

    private static TokenChoice Choose(SamplingSettings settings, float[] logits, int[]? prompt = null, ulong seed = 0) =>
        new TokenSampler(settings, prompt ?? [], seed).Choose([.. logits]);

    private static List<int> Ids(SamplingSettings settings, float[] logits, int count = 400)
    {
        var sampler = new TokenSampler(settings, [], 1);
        return Enumerable.Range(0, count).Select(_ => sampler.Choose([.. logits]).Id).ToList();
    }

    /// <summary>All tokens sorted, then cut, then one drawn.</summary>
    private static int Plain(float[] logits, SamplingSettings settings, double uniform)
    {
        var highest = logits.Max();
        var all = logits.Select((logit, id) => (Id: id, Weight: Math.Exp(((double)logit - highest) / settings.Temperature))).ToList();
        if (settings is { TopK: 0, TopP: >= 1 })
        {
            return Draw(all, uniform);
        }

        var ranked = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Select(id => all[id]).ToList();
        ranked = settings.TopK > 0 ? ranked.Take(settings.TopK).ToList() : ranked;
        var target = settings.TopP * (settings.TopK > 0 ? ranked : all).Sum(token => token.Weight);
        var sum = 0.0;
        var kept = ranked.FindIndex(token => (sum += token.Weight) >= target);
        return Draw(kept < 0 ? ranked : ranked.Take(kept + 1).ToList(), uniform);
    }

    private static int Draw(List<(int Id, double Weight)> tokens, double uniform)
    {
        var left = uniform * tokens.Sum(token => token.Weight);
        var drawn = tokens.FindIndex(token => (left -= token.Weight) < 0);
        return tokens[drawn < 0 ? ^1 : drawn].Id;
    }
}
