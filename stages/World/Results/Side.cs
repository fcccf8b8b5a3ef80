using System.Globalization;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>One side of a comparison: cells with weights that sum to 1.</summary>
/// <param name="Parts">The cells.</param>
internal sealed record Side(IReadOnlyList<(Cell Cell, double Weight)> Parts)
{
    private Func<PromptGroup, WorldMeasure, Estimate?>? Resampled { get; init; }

    /// <summary>Whether another cell is chosen in some resamples.</summary>
    public bool ChoiceVaries { get; private init; }

    /// <summary>A single cell.</summary>
    public static Side FromCell(Cell cell) => new([(cell, 1)]);

    /// <summary>One of several cells, chosen by what was measured: in resamples by what they measure.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="chosen">The choice.</param>
    /// <param name="together">The choice in each resample of prompts and seeds.</param>
    /// <param name="bySeed">The choice in each resample of seeds.</param>
    public static Side Chosen(IReadOnlyList<Cell> cells, int chosen, IReadOnlyList<int> together, IReadOnlyList<int> bySeed) =>
        FromCell(cells[chosen]) with
        {
            Resampled = (group, measure) =>
                Estimate.Choose([.. cells.Select(cell => cell.Measure(group, measure))], chosen, together, bySeed),
            ChoiceVaries = together.Any(choice => choice != chosen),
        };

    /// <summary>The mean of several sides.</summary>
    public static Side Mean(IReadOnlyList<Side> sides) =>
        new(
            sides
                .SelectMany(side => side.Parts)
                .GroupBy(part => part.Cell)
                .Select(part => (part.Key, part.Sum(entry => entry.Weight) / sides.Count))
                .ToList()
        );

    /// <summary>Its training loss, nats.</summary>
    public double? Loss => Parts.Sum(part => part.Weight * part.Cell.TrainingLoss);

    /// <summary>One of its cells: what is common to all of them is its.</summary>
    public WorldModel Model => Parts[0].Cell.Model;

    /// <summary>The mean of a measure; null unless all cells have it.</summary>
    public Estimate? Measure(PromptGroup group, WorldMeasure measure)
    {
        if (Resampled is not null)
        {
            return Resampled(group, measure);
        }

        var estimates = Parts.Select(part => (Found: part.Cell.Measure(group, measure), part.Weight)).ToList();
        return estimates.Exists(part => part.Found is null) ? null : Estimate.Sum(estimates.ConvertAll(part => (part.Found!, part.Weight)));
    }

    /// <summary>Its learning rates, with their weights where there are several.</summary>
    public string Rates => string.Join(" + ", Parts.Select(Spelled));

    /// <inheritdoc />
    public override string ToString() => $"{Model.Family}.{Model.Dataset} {Rates}";

    private string Spelled((Cell Cell, double Weight) part) =>
        (Parts.Count == 1 ? "" : part.Weight.ToString("0.###", CultureInfo.InvariantCulture) + "·")
        + (part.Cell.Model.LearningRate?.ToString("0.####e0", CultureInfo.InvariantCulture) ?? "matched");
}
