using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Results;

/// <summary>Writes cells and comparisons down as rows.</summary>
internal static class ResultTables
{
    /// <summary>Every measure of every model, then of all seeds of every cell.</summary>
    public static IEnumerable<WorldResultRow> Results(Factorial factorial) =>
        factorial
            .Singles.SelectMany(cell => Rows(cell, cell.Model.Name, cell.Model.Seed, factorial.HasLostCore(cell)))
            .Concat(factorial.Cells.SelectMany(cell => Rows(cell, "", null, factorial.HasLostCore(cell))));

    /// <summary>Every measure of every comparison.</summary>
    public static IEnumerable<WorldContrastRow> Contrasts(Factorial factorial) =>
        from comparison in factorial.Comparisons
        from @group in comparison.Left.Parts[0].Cell.Groups
        from measure in Measures.All
        let found = comparison.Measure(@group, measure)
        where found is not null
        select Row(comparison, @group, measure, found.Value.Left, found.Value.Right);

    private static IEnumerable<WorldResultRow> Rows(Cell cell, string model, int? seed, bool lostCore) =>
        from @group in cell.Groups
        from measure in Measures.All
        let found = cell.Measure(@group, measure)
        where found is not null
        select new WorldResultRow
        {
            Model = model,
            Method = cell.Model.Method,
            Family = cell.Model.Family,
            Dataset = cell.Model.Dataset,
            Facts = cell.Model.Facts,
            Style = cell.Model.Style,
            LearningRate = cell.Model.LearningRate,
            Epochs = cell.Model.Epochs,
            Rows = cell.Rows,
            Seed = seed,
            Seeds = cell.Models.Count,
            TrainingLoss = cell.TrainingLoss,
            LostCore = lostCore,
            Group = @group.Group,
            Form = @group.Form,
            Measure = measure,
            Value = found.Value,
            Low = found.Interval?.Low,
            High = found.Interval?.High,
            Exact = found.IsExact,
            SeedLow = found.SeedInterval?.Low,
            SeedHigh = found.SeedInterval?.High,
            SourceLow = found.SourceInterval?.Low,
            SourceHigh = found.SourceInterval?.High,
            N = (long)found.N,
        };

    private static WorldContrastRow Row(Comparison comparison, PromptGroup group, WorldMeasure measure, Estimate left, Estimate right)
    {
        var (difference, ratio) = (left.Subtract(right), left.Divide(right));
        var row = new WorldContrastRow
        {
            Factor = comparison.Factor,
            At = comparison.At,
            LearningRate = comparison.LearningRate,
            Summary = comparison.IsSummary,
            Left = comparison.Left.ToString(),
            Right = comparison.Right.ToString(),
            LeftLoss = comparison.Left.Loss,
            RightLoss = comparison.Right.Loss,
            Seeds = difference.Seeds,
            Group = group.Group,
            Form = group.Form,
            Measure = measure,
            LeftValue = left.Value,
            RightValue = right.Value,
            Difference = difference.Value,
            DifferenceLow = difference.Interval?.Low,
            DifferenceHigh = difference.Interval?.High,
            Exact = difference.IsExact,
        };
        if (right.Value != 0 && right.Interval is not { Low: <= 0 })
        {
            (row.Ratio, row.RatioLow, row.RatioHigh) = (ratio.Value, ratio.Interval?.Low, ratio.Interval?.High);
        }

        return row;
    }
}
