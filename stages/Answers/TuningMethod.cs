using System.Text.Json.Serialization;

namespace Pipeline.Stages.Answers;

/// <summary>How a model came to be what it is, as tables and the report name it.</summary>
public enum TuningMethod
{
    /// <summary>Tuned here with LoRA, a low-rank adapter on a frozen base.</summary>
    [JsonStringEnumMemberName("LFT")]
    Lft,

    /// <summary>Tuned here in full, all parameters.</summary>
    [JsonStringEnumMemberName("SFT")]
    Sft,

    /// <summary>Not tuned: the base itself.</summary>
    Base,

    /// <summary>Tuned by another program, or elsewhere; its weights are at hand.</summary>
    External,

    /// <summary>Known by its answers alone.</summary>
    Imported,
}
