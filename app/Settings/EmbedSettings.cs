using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Attribution;

namespace Pipeline.App.Settings;

/// <summary>Settings of embedding.</summary>
public sealed record EmbedSettings
{
    /// <summary>Tokens of a text that the base model reads where nothing is said.</summary>
    internal const int TokensOfHiddenStates = 256;

    /// <summary>Texts in one pass of the base model where nothing is said.</summary>
    internal const int TextsOfHiddenStates = 16;

    /// <summary>Texts in one pass of a sentence encoder where nothing is said.</summary>
    internal const int TextsOfSentences = 32;

    private const string WhereEncodersComeFrom =
        "A sentence encoder is a folder in Hugging Face form on this machine; fetch one first, for example with 'hf download NAME "
        + "--local-dir FOLDER'.";

    /// <summary>tfidf needs no model; hidden_state uses the base model's; sentence a sentence encoder, which 'encoder' names.</summary>
    public EmbeddingKind Type { get; init; } = EmbeddingKind.HiddenState;

    /// <summary>sentence: the encoder, a folder of a BERT or MPNet in Hugging Face form, such as all-MiniLM-L6-v2.</summary>
    [PathSetting(Kind = PathKind.Folder, Advice = WhereEncodersComeFrom)]
    public SettingPath? Encoder { get; init; }

    /// <summary>Which side of rows and of answers is embedded: both, instruction or response.</summary>
    public EmbeddedText Text { get; init; } = EmbeddedText.Both;

    /// <summary>hidden_state, sentence: tokens of a text that are read. Default: 256; of a sentence encoder what its folder says.</summary>
    [Range(1, 1_000_000)]
    public int? MaxLength { get; init; }

    /// <summary>hidden_state, sentence: most texts in one forward pass. Default: 16; of a sentence encoder 32.</summary>
    [Range(1, 4096)]
    public int? BatchSize { get; init; }

    /// <summary>hidden_state, sentence: how the hidden states of a text's tokens become one vector: mean, cls, max or last. Default: mean;
    /// of a sentence encoder what its folder says.</summary>
    public PoolingKind? Pooling { get; init; }

    /// <summary>hidden_state: whose hidden states, 1 being the first layer's. Default: the last layer's, after the final norm.</summary>
    [Range(1, 1024)]
    public int? Layer { get; init; }

    /// <summary>hidden_state: float32, or bfloat16 for models that would not fit otherwise.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Where the model runs.</summary>
    [NotASetting]
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>tfidf: in how many instances a word must stand to count.</summary>
    [Range(1, 1_000_000)]
    public int MinInstances { get; init; } = 2;
}

/// <summary>How texts become vectors.</summary>
public enum EmbeddingKind
{
    /// <summary>The base model's hidden states.</summary>
    HiddenState,

    /// <summary>Weighted words.</summary>
    Tfidf,

    /// <summary>The vectors of a sentence encoder, which is trained to tell what a text is about.</summary>
    Sentence,
}
