using Pipeline.Stages.Answers;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>What the cells of a sweep over learning rates have in common.</summary>
/// <param name="Method">How its models were tuned.</param>
/// <param name="Family">The method's name.</param>
/// <param name="Facts">Facts of the rows.</param>
/// <param name="Style">Form of their answers.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Epochs">Passes over them.</param>
internal sealed record Design(TuningMethod Method, string Family, WorldFacts? Facts, ResponseStyle? Style, int Rows, int? Epochs)
{
    /// <summary>The design of a cell.</summary>
    public static Design FromCell(Cell cell) =>
        new(cell.Model.Method, cell.Model.Family, cell.Model.Facts, cell.Model.Style, cell.Rows, cell.Model.Epochs);

    /// <summary>Whether two designs are the same but for the method.</summary>
    public bool HasRowsOf(Design other) => this with { Method = other.Method, Family = other.Family } == other;

    /// <summary>
    /// The one factor that tells it from a design it is to be compared with as the left side: verbose from simple, new from known, more
    /// rows from fewer, more epochs from fewer; null where there is another order or more than one difference.
    /// </summary>
    public ContrastFactor? FactorAgainst(Design right) =>
        (Style, right.Style) == (ResponseStyle.Verbose, ResponseStyle.Simple) && this with { Style = right.Style } == right
            ? ContrastFactor.Style
        : (Facts, right.Facts) == (WorldFacts.New, WorldFacts.Known) && this with { Facts = right.Facts } == right ? ContrastFactor.Facts
        : Rows > right.Rows && this with { Rows = right.Rows } == right ? ContrastFactor.Rows
        : Epochs > right.Epochs && this with { Epochs = right.Epochs, Family = right.Family } == right ? ContrastFactor.Epochs
        : null;
}
