namespace Pipeline.Stages.World.Results;

/// <summary>What the cells of a sweep over learning rates have in common.</summary>
/// <param name="Method">LFT or SFT.</param>
/// <param name="Family">The method's name.</param>
/// <param name="Facts">Facts of the rows.</param>
/// <param name="Style">Form of their answers.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Epochs">Passes over them.</param>
internal sealed record Design(string Method, string Family, string Facts, string Style, int Rows, int? Epochs)
{
    /// <summary>The design of a cell.</summary>
    public static Design FromCell(Cell cell) =>
        new(cell.Model.Method, cell.Model.Family, cell.Model.Facts, cell.Model.Style, cell.Rows, cell.Model.Epochs);

    /// <summary>The design, whichever the method.</summary>
    public Design WithoutMethod => this with { Method = "", Family = "" };

    /// <summary>
    /// The one factor that tells it from a design it is to be compared with as the left side: verbose from simple, new from known, more
    /// rows from fewer, more epochs from fewer; null where there is another order or more than one difference.
    /// </summary>
    public string? FactorAgainst(Design right) =>
        (Style, right.Style) == (WorldModel.Verbose, WorldModel.Simple) && this with { Style = right.Style } == right ? Comparison.Style
        : (Facts, right.Facts) == ("new", "known") && this with { Facts = right.Facts } == right ? Comparison.Facts
        : Rows > right.Rows && this with { Rows = right.Rows } == right ? Comparison.RowCount
        : Epochs > right.Epochs && this with { Epochs = right.Epochs, Family = right.Family } == right ? Comparison.EpochCount
        : null;
}
