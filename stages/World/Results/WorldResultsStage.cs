using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.World.Measure;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Stages.World.Results;

/// <summary>
/// Folds the measures of all models of the controlled world into result tables: every measure with intervals, every comparison that the
/// models allow, and the paper's claims, each with a verdict that follows from its evidence by rule. What a run does not measure it says so
/// of, and models that lost their core facts are shown and speak for no claim.
/// </summary>
public sealed class WorldResultsStage(WorldResultsOptions options) : FoldStage
{
    /// <summary>Prefix of a model's measured answers in the template.</summary>
    public const string Measured = "measures:";

    /// <summary>Prefix of a model's measured answers outside it: form, colon, and the model follow.</summary>
    public const string Probes = "probes:";

    /// <summary>Prefix of a model's token shift; optional.</summary>
    public const string Shift = "shift:";

    /// <summary>Prefix of a model's fine-tuning artifact; absent for the base.</summary>
    public const string Training = "training:";

    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    /// <summary>The main tables as Markdown.</summary>
    public const string MarkdownFile = "results.md";

    /// <inheritdoc />
    public override string Name => "world-results";

    /// <inheritdoc />
    public override int Version => 5;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var models = new List<ModelCounts>();
        foreach (var model in options.Models)
        {
            models.Add(await CountAsync(inputs, model, cancellation).ConfigureAwait(false));
            context.Progress.Report(new StageProgress(models.Count, options.Models.Count, "models"));
        }

        var factorial = new Factorial(models);
        var figures = ResultFigures.Draw(factorial).ToList();
        var judged = PaperClaims
            .All.Select(claim => claim.Judge(factorial, figures.Select(figure => figure.File).ToHashSet(StringComparer.Ordinal)))
            .ToList();
        var results = ResultTables.Results(factorial).ToList();
        var contrasts = ResultTables.Contrasts(factorial).ToList();
        var claims = judged.ConvertAll(entry => entry.Claim);
        var evidence = judged.SelectMany(entry => entry.Evidence).ToList();
        await output.WriteTableAsync(WorldResultRow.FileName, results, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(WorldContrastRow.FileName, contrasts, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(WorldClaimRow.FileName, claims, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(WorldEvidenceRow.FileName, evidence, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(output.PathOf(MarkdownFile), ResultMarkdown.Write(claims, evidence, results, contrasts), cancellation)
            .ConfigureAwait(false);
        foreach (var (file, svg) in figures)
        {
            await File.WriteAllTextAsync(output.PathOf(file), svg, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ModelCounts> CountAsync(StageInputs inputs, WorldModel model, CancellationToken cancellation)
    {
        var loss = inputs.Has(Training + model.Name)
            ? await LossAsync(inputs, Training + model.Name, cancellation).ConfigureAwait(false)
            : null;
        var counts = new ModelCounts(model, model.Dataset.Length > 0 ? (int)inputs[Instances + model.Dataset].Rows : 0, loss);
        foreach (
            var name in inputs
                .Names.Where(name =>
                    name == Measured + model.Name
                    || (name.StartsWith(Probes, StringComparison.Ordinal) && name.Split(':', 3)[2] == model.Name)
                )
                .Order(StringComparer.Ordinal)
        )
        {
            await AddAnswersAsync(counts, inputs.RowsAsync<WorldMeasureRow>(name, cancellation)).ConfigureAwait(false);
        }

        if (inputs.Has(Shift + model.Name))
        {
            await foreach (var token in inputs.RowsAsync<TokenShiftRow>(Shift + model.Name, cancellation).ConfigureAwait(false))
            {
                if (token.Wrapper == BaseWrapper.Same)
                {
                    counts.Add(token);
                }
            }
        }

        return counts;
    }

    private static async Task AddAnswersAsync(ModelCounts counts, IAsyncEnumerable<WorldMeasureRow> rows)
    {
        var answer = new List<WorldMeasureRow>();
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (answer.Count > 0 && (answer[0].InstanceId != row.InstanceId || answer[0].Sample != row.Sample))
            {
                counts.Add(answer);
                answer.Clear();
            }

            answer.Add(row);
        }

        if (answer.Count > 0)
        {
            counts.Add(answer);
        }
    }

    /// <summary>The training loss of the final weights; null where it was not measured: the loss of steps is another quantity.</summary>
    private static async Task<double?> LossAsync(StageInputs inputs, string name, CancellationToken cancellation)
    {
        var checkpoints = await inputs
            .ReadFileAsync<TrainingCheckpointRow>(name, TrainingCheckpointRow.FileName, cancellation)
            .ConfigureAwait(false);
        return checkpoints[^1].TrainingLoss;
    }
}
