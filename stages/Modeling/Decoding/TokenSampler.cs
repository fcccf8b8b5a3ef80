using Pipeline.Modeling.Statistics;

namespace Pipeline.Modeling.Decoding;

/// <summary>Chooses the tokens of one answer.</summary>
internal sealed class TokenSampler
{
    private const float NearTie = 1e-4f;
    private const int FirstNucleus = 64;
    private const int Growth = 8;

    private readonly SamplingSettings _settings;
    private readonly HashSet<int> _seen;
    private RandomStream _random;

    /// <param name="settings">How tokens are chosen.</param>
    /// <param name="prompt">Tokens that a repetition penalty counts as seen.</param>
    /// <param name="seed">Seed of this answer.</param>
    public TokenSampler(SamplingSettings settings, ReadOnlySpan<int> prompt, ulong seed)
    {
        _settings = settings;
        _random = new RandomStream(seed);
        _seen = settings.RepetitionPenalty == 1 ? [] : [.. prompt];
    }

    /// <summary>Chooses the next token; the logits are changed on the way.</summary>
    public TokenChoice Choose(Span<float> logits)
    {
        var raw = LogitSummary.Summarise(logits);
        if (_settings.IsGreedy && _settings.RepetitionPenalty == 1)
        {
            return new TokenChoice(raw.Argmax, (float)(raw.Highest - raw.LogTotal), raw.Highest - raw.Second < NearTie);
        }

        var before = logits.ToArray();
        foreach (var id in _seen)
        {
            logits[id] = (float)(logits[id] > 0 ? logits[id] / _settings.RepetitionPenalty : logits[id] * _settings.RepetitionPenalty);
        }

        var penalised = LogitSummary.Summarise(logits);
        var chosen = _settings.IsGreedy ? penalised.Argmax : Sample(logits, penalised.Highest);
        if (_settings.RepetitionPenalty != 1)
        {
            _seen.Add(chosen);
        }

        return new TokenChoice(
            chosen,
            (float)(before[chosen] - raw.LogTotal),
            _settings.IsGreedy && penalised.Highest - penalised.Second < NearTie
        );
    }

    /// <summary>Walks down the tokens, the most likely first where some are left out, until their weights reach a uniform number.</summary>
    private int Sample(ReadOnlySpan<float> logits, float highest)
    {
        if (_settings.TopK == 0 && _settings.TopP >= 1)
        {
            var all = Weights(logits, highest);
            return Pick(all, all.Sum());
        }

        var total = _settings.TopK > 0 ? double.NaN : Weights(logits, highest).Sum();
        for (var count = _settings.TopK > 0 ? _settings.TopK : FirstNucleus; ; count *= Growth)
        {
            var top = new TopTokens(Math.Min(count, logits.Length));
            top.Offer(0, logits);
            var weights = Weights(top.Logits, highest);
            var target = _settings.TopP * (_settings.TopK > 0 ? weights.Sum() : total);
            var kept = Nucleus(weights, target, out var reached);
            if (reached || _settings.TopK > 0 || count >= logits.Length)
            {
                return top.Ids[Pick(weights.AsSpan(0, kept), weights.AsSpan(0, kept).ToArray().Sum())];
            }
        }
    }

    private double[] Weights(ReadOnlySpan<float> logits, float highest)
    {
        var weights = new double[logits.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Exp(((double)logits[i] - highest) / _settings.Temperature);
        }

        return weights;
    }

    private int Pick(ReadOnlySpan<double> weights, double total)
    {
        var left = _random.Next() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>The fewest first weights whose sum reaches a target.</summary>
    private static int Nucleus(ReadOnlySpan<double> weights, double target, out bool reached)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum >= target)
            {
                reached = true;
                return i + 1;
            }
        }

        reached = false;
        return weights.Length;
    }
}
