namespace Pipeline.Modeling.Tokenization;

/// <summary>What encoding does about special tokens: two independent switches.</summary>
[Flags]
public enum SpecialTokenHandling
{
    /// <summary>None is added, and what a text spells stays text. For data and prompts: <c>&lt;/s&gt;</c> in a dataset must not end anything.</summary>
    AsText = 0,

    /// <summary>The tokens that the tokenizer's post-processor puts around a text are added.</summary>
    Add = 1,

    /// <summary>Special tokens that the text spells are parsed. Never for text from outside.</summary>
    Parse = 2,
}
