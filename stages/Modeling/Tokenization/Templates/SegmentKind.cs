namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>What a part of a template's piece is.</summary>
internal enum SegmentKind
{
    /// <summary>Text of the template.</summary>
    Text,

    /// <summary>A special token, by its content; the model's own by <c>{bos}</c> and <c>{eos}</c>.</summary>
    Special,

    /// <summary>Where text of the conversation goes.</summary>
    Placeholder,
}
