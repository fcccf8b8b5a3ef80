namespace Pipeline.Stages.Report;

/// <summary>How the cells of a table's column are written.</summary>
internal enum CellKind
{
    /// <summary>Escaped text.</summary>
    Text,

    /// <summary>Escaped, aligned to the right.</summary>
    Number,

    /// <summary>Markup of the program's own, such as a small chart.</summary>
    Markup,
}
