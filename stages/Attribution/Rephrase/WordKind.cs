namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>The kind of a word, by its spelling alone: what may stand in its place.</summary>
internal enum WordKind
{
    /// <summary>A word that begins with no capital letter and no digit.</summary>
    Plain,

    /// <summary>A word that begins with a capital letter, as a name does.</summary>
    Capitalised,

    /// <summary>A word that begins with a digit.</summary>
    Number,
}
