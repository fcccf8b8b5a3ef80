using Pipeline.Engine.Configuration;
using Pipeline.Stages.Tuning.Pretrain;

namespace Pipeline.App.Settings;

/// <summary>Pre-training of a small base model from the texts of datasets.</summary>
public sealed record PretrainSettings
{
    /// <summary>The datasets whose rows are its texts.</summary>
    [Items(Least = 1)]
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>The model's shape and training.</summary>
    public PretrainOptions Model { get; init; } = new();
}
