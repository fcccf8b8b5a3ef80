namespace Pipeline.Modeling.Tokenization;

/// <summary>What the reference implementation does about special tokens: two independent switches.</summary>
[Flags]
public enum SpecialTokenHandling
{
    /// <summary>
    /// None is added, and the tokens marked special are not looked for (<c>split_special_tokens</c>). Those not marked are, and a model
    /// that has a special token among its own pieces may still write it.
    /// </summary>
    AsText = 0,

    /// <summary>The tokens that the tokenizer puts around a text are added.</summary>
    Add = 1,

    /// <summary>Special tokens that the text spells are parsed.</summary>
    Parse = 2,
}
