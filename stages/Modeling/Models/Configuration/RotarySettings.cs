using Pipeline.Modeling.Models.Rotary;

namespace Pipeline.Modeling.Models.Configuration;

/// <summary>
/// Reads rotary settings in both spellings: the newer <c>rope_parameters</c>, which holds everything, and the older <c>rope_theta</c>
/// beside <c>rope_scaling</c>, whose kind is called <c>type</c> or <c>rope_type</c>.
/// </summary>
internal static class RotarySettings
{
    private const string Newer = "rope_parameters";
    private const string Older = "rope_scaling";
    private const double MaximumFactor = 1e4;

    /// <summary>Fills in base, share and scaling.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="sizes">What is known of the model; its base and share are the defaults.</param>
    /// <param name="baseKey">The key of the base in the older spelling.</param>
    /// <param name="shareKey">The key of the share in the older spelling; null for a family that rotates whole heads.</param>
    /// <param name="original">The original length where the configuration gives none; null for the model's longest.</param>
    public static ModelConfiguration Read(
        ConfigurationFile file,
        ModelConfiguration sizes,
        string baseKey = "rope_theta",
        string? shareKey = null,
        int? original = null
    )
    {
        var rotary = file.Object(Older) ?? file.Object(Newer);
        file.Refuse(rotary?.IsNested == true, file.HasValue(Older) ? Older : Newer, "one set of values for all layers");
        var result = sizes with
        {
            RotaryBase =
                rotary?.HasValue("rope_theta") == true
                    ? rotary.Number("rope_theta", above: 1)
                    : file.Number(baseKey, sizes.RotaryBase, above: 1),
            RotaryShare = Share(file, rotary, shareKey, sizes.RotaryShare),
        };
        if (result.RotaryDimension is 0 || result.RotaryDimension % 2 != 0)
        {
            throw file.Bad("number of rotated dimensions of a head", $"{result.RotaryDimension}", "an even number above 0");
        }

        return result with
        {
            RotaryScaling = rotary is null ? null : Scaling(file, rotary, result, original),
        };
    }

    private static double Share(ConfigurationFile file, ConfigurationFile? rotary, string? key, double otherwise)
    {
        const string Name = "partial_rotary_factor";
        var (holder, name) = rotary?.HasValue(Name) == true ? (rotary, Name) : (file, key ?? Name);
        var share = holder.Number(name, otherwise);
        holder.Refuse(share > 1 || (key is null && share < 1), name, key is null ? "1" : "at most 1");
        return share;
    }

    private static RotaryScaling? Scaling(ConfigurationFile file, ConfigurationFile rotary, ModelConfiguration sizes, int? original)
    {
        var key = rotary.HasValue("rope_type") ? "rope_type" : "type";
        var kind = rotary.Text(key);
        var isPhi3 = original is not null;
        return kind switch
        {
            null or "default" => null,
            "longrope" or "su" => LongRope(file, rotary, sizes, original),
            "yarn" when isPhi3 => LongRope(file, rotary, sizes, original),
            "linear" when !isPhi3 => new LinearScaling(Factor(rotary)),
            "dynamic" when !isPhi3 && sizes.RotaryDimension > 2 => new DynamicScaling(Factor(rotary), sizes.MaximumPositions),
            "llama3" when !isPhi3 => Llama3(file, rotary, sizes),
            "yarn" => Yarn(file, rotary, sizes),
            _ => throw rotary.Bad(key, kind, isPhi3 ? "default or longrope" : "default, linear, dynamic, llama3, yarn or longrope"),
        };
    }

    private static Llama3Scaling Llama3(ConfigurationFile file, ConfigurationFile rotary, ModelConfiguration sizes)
    {
        var (low, high) = (rotary.Number("low_freq_factor"), rotary.Number("high_freq_factor"));
        rotary.Refuse(high <= low, "high_freq_factor", $"more than low_freq_factor, {low}");
        return new Llama3Scaling(Factor(rotary), low, high, Original(file, rotary, sizes, null));
    }

    private static YarnScaling Yarn(ConfigurationFile file, ConfigurationFile rotary, ModelConfiguration sizes)
    {
        var original = Original(file, rotary, sizes, null);
        return new YarnScaling(
            rotary.HasValue("factor") ? Factor(rotary) : Math.Max(1, (double)sizes.MaximumPositions / original),
            original
        )
        {
            FastRotations = rotary.Number("beta_fast", 32),
            SlowRotations = rotary.Number("beta_slow", 1),
            Truncates = rotary.Flag("truncate", true),
            GivenAttention = rotary.OptionalNumber("attention_factor"),
            Scale = rotary.OptionalNumber("mscale"),
            ScaleOfAllDimensions = rotary.OptionalNumber("mscale_all_dim"),
        };
    }

    private static LongRopeScaling LongRope(ConfigurationFile file, ConfigurationFile rotary, ModelConfiguration sizes, int? otherwise)
    {
        var original = Original(file, rotary, sizes, otherwise);
        var factor = rotary.HasValue("factor") ? rotary.Number("factor") : (double)sizes.MaximumPositions / original;
        rotary.Refuse(original < 2, "original_max_position_embeddings", "at least 2");
        return new LongRopeScaling(
            Factors(rotary, "short_factor", sizes.RotaryDimension / 2),
            Factors(rotary, "long_factor", sizes.RotaryDimension / 2),
            original,
            rotary.OptionalNumber("attention_factor") ?? (factor <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(factor) / Math.Log(original))))
        );
    }

    /// <summary>The length that the model was first trained on. Beside the rotary settings it counts more than in them, as in
    /// transformers.</summary>
    private static int Original(ConfigurationFile file, ConfigurationFile rotary, ModelConfiguration sizes, int? otherwise)
    {
        const string Key = "original_max_position_embeddings";
        return file.HasValue(Key) ? file.Integer(Key) : otherwise ?? rotary.Integer(Key, sizes.MaximumPositions);
    }

    private static double Factor(ConfigurationFile rotary)
    {
        var factor = rotary.Number("factor");
        rotary.Refuse(factor is < 1 or > MaximumFactor, "factor", $"a number from 1 to {MaximumFactor}");
        return factor;
    }

    private static IReadOnlyList<double> Factors(ConfigurationFile rotary, string key, int count)
    {
        var factors = rotary.Numbers(key) ?? throw rotary.Bad(key, "nothing", $"a list of {count} numbers");
        return factors.Count == count ? factors : throw rotary.Bad(key, $"a list of {factors.Count}", $"a list of {count} numbers");
    }
}
