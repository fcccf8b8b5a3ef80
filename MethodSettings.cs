using Pipeline.Stages.FineTune;

namespace Pipeline.App;

/// <summary>One way to fine-tune. Lists expand into variants.</summary>
public sealed record MethodSettings
{
    /// <summary>lora (the paper's LFT) or full (its SFT).</summary>
    public FineTuneMethod Type { get; init; } = FineTuneMethod.Lora;

    /// <summary>LoRA: rank of every update.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>LoRA: numerator of the scale; default twice the rank.</summary>
    public double? Alpha { get; init; }

    /// <summary>LoRA: dropout of the adapters' inputs.</summary>
    public double Dropout { get; init; }

    /// <summary>LoRA: names of the adapted linear layers.</summary>
    public IReadOnlyList<string> Targets { get; init; } = ["q_proj", "v_proj"];

    /// <summary>The highest learning rate; a list makes one variant each.</summary>
    public IReadOnlyList<double> LearningRate { get; init; } = [5e-5];

    /// <summary>Passes over the data; default that of stages.fine_tune.</summary>
    public int? Epochs { get; init; }

    /// <summary>The datasets to train on; default all.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];
}
