namespace Pipeline.Stages.Data.Simplify;

/// <summary>What simplification did to a response.</summary>
public enum SimplifyAction
{
    /// <summary>Nothing: there is nothing to drop.</summary>
    Kept,

    /// <summary>Nothing: it is code, a list, a calculation or a text to write, whose form is the answer.</summary>
    Protected,

    /// <summary>Sentences were dropped.</summary>
    Shortened,

    /// <summary>Nothing: no sentence is certain to answer the request.</summary>
    Uncertain,
}
