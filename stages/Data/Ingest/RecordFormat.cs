namespace Pipeline.Stages.Data.Ingest;

/// <summary>The forms that instruction data comes in.</summary>
public enum RecordFormat
{
    /// <summary>Found out from the first row's fields.</summary>
    Auto,

    /// <summary><c>instruction</c>, <c>input</c>, <c>output</c>, perhaps <c>system</c> and <c>history</c>.</summary>
    Alpaca,

    /// <summary><c>conversations</c> of <c>from</c> (human, gpt, system, …) and <c>value</c>.</summary>
    Sharegpt,

    /// <summary><c>messages</c> of <c>role</c> and <c>content</c>.</summary>
    Messages,

    /// <summary><c>prompt</c> and <c>completion</c>.</summary>
    PromptCompletion,
}
