using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Caching;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>What tables call a method: the paper's name of its kind, the series of sizes and the family of learning rates that it
/// belongs to.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
internal sealed class MethodNames(PipelineSettings settings)
{
    private readonly Dictionary<string, string> _families = new(StringComparer.Ordinal);

    /// <summary>LFT or SFT, as the paper calls LoRA and full tuning; external for another program's.</summary>
    /// <param name="type">What is trained.</param>
    public static TuningMethod FindKind(FineTuneMethod type) =>
        type switch
        {
            FineTuneMethod.Lora => TuningMethod.Lft,
            FineTuneMethod.Full => TuningMethod.Sft,
            _ => TuningMethod.External,
        };

    /// <summary>What all sizes of a dataset have in common.</summary>
    /// <param name="variant">The method's name and choice.</param>
    /// <param name="dataset">The dataset, or one of its sizes; or what is made of one as a control.</param>
    public string FindSeries(string variant, string dataset) =>
        settings.Datasets.TryGetValue(dataset, out var known)
            ? $"{variant}.{DatasetVariants.WholeOf(dataset, known)}"
            : $"{variant}.{dataset}";

    /// <summary>What the settings say; else methods that differ in their learning rate, epochs and seed alone are one family, called as the
    /// first of them that is asked about.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="options">What the fine-tune stage is told of a variant of it.</param>
    public string FindFamily(string method, FineTuneOptions options)
    {
        var settled = settings.Methods[method];
        var rank = options.Method == FineTuneMethod.Lora && settled.Rank.Count > 1 ? $"-r{options.Rank}" : "";
        if (settled.Family is { } family)
        {
            return family + rank;
        }

        var shared = CanonicalJson.Serialize(options with { LearningRate = 1, Epochs = 1, Seed = 0 }).ToJsonString();
        return _families.TryGetValue(shared, out var known) ? known : _families[shared] = method + rank;
    }
}
