using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Settings;

/// <summary>What a YAML file says. Every key has a default; a file says only what differs.</summary>
public sealed record PipelineSettings
{
    /// <summary>The run's name: its folder below the runs folder. Default: the YAML file's name.</summary>
    public string? Run { get; init; }

    /// <summary>The base language model: a Hugging Face folder. Not needed for imported generations or pre-training.</summary>
    [PathSetting(Kind = PathKind.Folder, Advice = ModelSettings.WhereModelsComeFrom)]
    public SettingPath? Model { get; init; }

    /// <summary>Where model work runs: auto (a GPU where there is one), cpu, or cuda:N.</summary>
    public string Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The seeds of data order and initial adapters; each further seed is a further variant of every method.</summary>
    [Items(Least = 1)]
    public IReadOnlyList<int> Seed { get; init; } = [13];

    /// <summary>The fictional world that datasets and prompts may be about.</summary>
    public WorldOptions World { get; init; } = new();

    /// <summary>Instruction-tuning datasets by name.</summary>
    public IReadOnlyDictionary<string, DatasetSettings> Datasets { get; init; } = new Dictionary<string, DatasetSettings>();

    /// <summary>The prompts that every model answers.</summary>
    public PromptSettings? Prompts { get; init; }

    /// <summary>How the untuned model is asked.</summary>
    public BaseSettings Base { get; init; } = new();

    /// <summary>Fine-tuning methods by name; each is run on each dataset with each seed.</summary>
    public IReadOnlyDictionary<string, MethodSettings> Methods { get; init; } = new Dictionary<string, MethodSettings>();

    /// <summary>Models that were tuned elsewhere, by name: a chat model's folder, somebody's adapter.</summary>
    public IReadOnlyDictionary<string, ModelSettings> Models { get; init; } = new Dictionary<string, ModelSettings>();

    /// <summary>Compare the methods at the same training loss.</summary>
    public MatchedLossSettings? MatchedLoss { get; init; }

    /// <summary>What spans are held against, so that style and chance are not taken for borrowing.</summary>
    public ControlSettings Control { get; init; } = new();

    /// <summary>Retrain models without the rows that their borrowed spans go back to, and without as many others.</summary>
    public CounterfactualSettings? Counterfactual { get; init; }

    /// <summary>Ask models again without the concept that a prompt shares with the row that its answer borrowed from.</summary>
    public PromptCounterfactualSettings? PromptCounterfactual { get; init; }

    /// <summary>Measure how well each way of retrieval finds the row that a span was borrowed from.</summary>
    public SourceRecallSettings? SourceRecall { get; init; }

    /// <summary>Which spans of answers are wrong, to say how many of them come from a training row.</summary>
    public MarkSettings? Spans { get; init; }

    /// <summary>Measure how near answers are to the rows that they borrowed from, beside other rows.</summary>
    public SourceSimilaritySettings? SourceSimilarity { get; init; }

    /// <summary>Measure how likely the base and tuned models find the right text and the written one at the wrong spans of
    /// answers.</summary>
    public ContinuationSettings? Continuations { get; init; }

    /// <summary>Answers of models that ran elsewhere, by model name: "bring your own generations".</summary>
    public IReadOnlyDictionary<string, GenerationSettings> Generations { get; init; } = new Dictionary<string, GenerationSettings>();

    /// <summary>Pre-train a small base model from scratch instead of analysing one.</summary>
    public PretrainSettings? Pretrain { get; init; }

    /// <summary>Settings of the stages.</summary>
    public StageSettings Stages { get; init; } = new();
}
