using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>One instruction-tuning instance or prompt, in the same form whatever its source format was.</summary>
public class InstanceRow
{
    /// <summary>Digest of dataset name, canonical content and ordinal among duplicates; travels from the raw file to the report.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>The dataset's name in the configuration.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>The system message; null when the source has none.</summary>
    public string? System { get; set; }

    /// <summary>The instruction: the last user turn.</summary>
    public string Instruction { get; set; } = "";

    /// <summary>Alpaca's separate input; null when the source has none or an empty one.</summary>
    public string? Input { get; set; }

    /// <summary>The response to the instruction: the last assistant turn. Empty for a prompt without a reference.</summary>
    public string Response { get; set; } = "";

    /// <summary>Roles of the turns before <see cref="Instruction"/>, oldest first.</summary>
    public TurnRole[] HistoryRoles { get; set; } = [];

    /// <summary>Contents of the turns before <see cref="Instruction"/>, aligned with <see cref="HistoryRoles"/>.</summary>
    public string[] HistoryContents { get; set; } = [];

    /// <summary>The instance as a template renders it.</summary>
    public Conversation ToConversation() => new(System, HistoryRoles.Zip(HistoryContents).ToList(), Instruction, Input);

    /// <summary>Instruction and input as a person reads them, without a template.</summary>
    public string RequestText() => string.IsNullOrEmpty(Input) ? Instruction : $"{Instruction}\n\n{Input}";
}
