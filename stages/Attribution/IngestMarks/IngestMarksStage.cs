using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>
/// Reads what people, or a judge, marked in answers as wrong, right or unclear, and finds the places: one table for all models, a row for
/// each span. A mark that cannot be placed is an error.
/// </summary>
public sealed class IngestMarksStage(IngestMarksOptions options) : FoldStage
{
    /// <summary>The file of marks.</summary>
    public const string File = "file";

    /// <summary>Prefix of a model's answers.</summary>
    public const string Answers = "answers:";

    /// <inheritdoc />
    public override string Name => "ingest-marks";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var answers = await options
            .Models.ToAsyncEnumerable()
            .SelectMany(model => inputs.RowsAsync<GenerationRow>(Answers + model, cancellation))
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        var agreement = new MarkAgreement();
        var marks = await ReadAsync(inputs[File].Files[0].Path, cancellation).ConfigureAwait(false);
        await output.WritePartAsync(Combine(marks, answers, agreement), cancellation).ConfigureAwait(false);
        context.Log.Information("{File:l}: {Description:l}", options.File, agreement.Description);
    }

    /// <summary>Reads every row without writing anything, and finds its answer.</summary>
    /// <param name="options">The file, and how to read it.</param>
    /// <param name="path">The file.</param>
    /// <param name="answers">The answers of all models; those that are not written yet with their prompts alone.</param>
    /// <param name="areWritten">Whether all are, so that places can be found too.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What was read, in words.</returns>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<string> CheckAsync(
        IngestMarksOptions options,
        string path,
        IReadOnlyList<GenerationRow> answers,
        bool areWritten,
        CancellationToken cancellation
    )
    {
        var marks = await new IngestMarksStage(options).ReadAsync(path, cancellation).ConfigureAwait(false);
        var agreement = new MarkAgreement();
        if (areWritten)
        {
            Combine(marks, answers, agreement);
            return $"{Describe(marks)}, {agreement.Description}";
        }

        var placement = new MarkPlacement(answers);
        foreach (var mark in marks)
        {
            placement.FindAnswers(mark);
        }

        return $"{Describe(marks)}{DescribeConflicts(marks)}";
    }

    private static List<MarkedSpanRow> Combine(
        IReadOnlyList<MarkRecord> marks,
        IReadOnlyList<GenerationRow> answers,
        MarkAgreement agreement
    )
    {
        var placement = new MarkPlacement(answers);
        var placed = marks.SelectMany(placement.Place).ToLookup(mark => mark.Answer);
        return answers.Where(placed.Contains).SelectMany(answer => agreement.Combine([.. placed[answer]])).ToList();
    }

    private static string Describe(IReadOnlyCollection<MarkRecord> marks) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{marks.Count:N0} marks of {marks.Select(mark => mark.Annotator).Distinct(StringComparer.Ordinal).Count():N0} annotators"
        );

    /// <summary>What can be said of annotators that disagree before there are answers: marks that name the same place in the same
    /// way.</summary>
    private static string DescribeConflicts(IEnumerable<MarkRecord> marks)
    {
        var conflicts = marks
            .GroupBy(mark => (mark.InstanceId, mark.Prompt, mark.Model, mark.Sample, mark.Start, mark.End, mark.Quote))
            .Where(place => place.Select(mark => mark.Label).Distinct().Count() > 1)
            .ToList();
        return conflicts.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", on {conflicts.Count:N0} places annotators disagree: ")
                + $"{string.Join(", ", conflicts[0].Select(mark => $"{mark.Label.Spell()} in row {mark.RowNumber}"))}, for one";
    }

    private async Task<IReadOnlyList<MarkRecord>> ReadAsync(string path, CancellationToken cancellation) =>
        await new MarkReader(options).ReadAsync(path, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
}
