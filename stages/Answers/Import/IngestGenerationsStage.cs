using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Answers.Import;

/// <summary>
/// Reads answers of a model that ran elsewhere. Ids come from the prompt alone, so that several models' answers to one prompt meet. Several
/// answers to one prompt, equal ones too, are its samples: they share its id, and intervals are drawn over prompts. An empty answer is an
/// answer.
/// </summary>
public sealed class IngestGenerationsStage(IngestGenerationsOptions options) : FoldStage
{
    /// <summary>The file of answers.</summary>
    public const string File = "file";

    private const string Prompt = "prompt";
    private const string Answer = "answer";
    private const string Reference = "reference";

    /// <inheritdoc />
    public override string Name => "ingest-generations";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity("prompts");
        var rows = await ContentCut
            .WriteAsync(ReadAsync(inputs[File].Files[0].Path, identity, cancellation), CutOf, options.PartRows, output, cancellation)
            .ConfigureAwait(false);
        context.Log.Information("{File:l}: answers of {Model:l}: {Description:l}", options.File, options.Model, Described(rows, identity));
    }

    /// <summary>The answers of a file without writing anything.</summary>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<IReadOnlyList<GenerationRow>> ReadAsync(
        IngestGenerationsOptions options,
        string path,
        CancellationToken cancellation
    ) =>
        await new IngestGenerationsStage(options)
            .ReadAsync(path, new InstanceIdentity("prompts"), cancellation)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);

    /// <summary>Reads every row without writing anything.</summary>
    /// <returns>What was read, in words.</returns>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<string> CheckAsync(IngestGenerationsOptions options, string path, CancellationToken cancellation)
    {
        var identity = new InstanceIdentity("prompts");
        var rows = await new IngestGenerationsStage(options)
            .ReadAsync(path, identity, cancellation)
            .CountAsync(cancellation)
            .ConfigureAwait(false);
        return Described(rows, identity);
    }

    /// <summary>How many prompts of a file of answers another file answers too.</summary>
    /// <exception cref="InputException">A row of either cannot be used, or they have no prompt in common.</exception>
    public static async Task<string> CheckSharedAsync(
        IngestGenerationsOptions options,
        string path,
        IngestGenerationsOptions control,
        string controlPath,
        CancellationToken cancellation
    )
    {
        var answered = await PromptsAsync(control, controlPath, cancellation).ConfigureAwait(false);
        var prompts = await PromptsAsync(options, path, cancellation).ConfigureAwait(false);
        var shared = prompts.Count(answered.Contains);
        return shared > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{control.Model} answers {shared:N0} of its {prompts.Count:N0} prompts")
            : throw new InputException(
                $"{options.File} and {control.File} answer none of the same prompts, so '{options.Model}' cannot be compared with "
                    + $"its control '{control.Model}'. "
                    + "Prompts are the same if they are so to the letter."
            );
    }

    /// <summary>What decides whether a part ends after an answer: not the same for all samples of a prompt, or each might get a part of its
    /// own.</summary>
    private static string CutOf(GenerationRow row) =>
        row.Sample == 0 ? row.InstanceId : Digest.OfLines([row.InstanceId, row.Sample.ToString(CultureInfo.InvariantCulture)]);

    private static async Task<HashSet<string>> PromptsAsync(
        IngestGenerationsOptions options,
        string path,
        CancellationToken cancellation
    ) =>
        await new IngestGenerationsStage(options)
            .ReadAsync(path, new InstanceIdentity("prompts"), cancellation)
            .Select(row => row.InstanceId)
            .ToHashSetAsync(StringComparer.Ordinal, cancellation)
            .ConfigureAwait(false);

    private static string Described(long rows, InstanceIdentity identity) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows:N0} answers, {identity.Duplicates:N0} to a prompt asked before");

    private async IAsyncEnumerable<GenerationRow> ReadAsync(
        string path,
        InstanceIdentity identity,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        RecordFields.RequireKnown(options.File, "an import of answers", [Prompt, Answer, Reference], options.Columns.Keys);
        var fields = new RecordFields(options.File, options.Columns);
        var rows = 0;
        await foreach (var record in DatasetFile.ReadAsync(path, options.File, cancellation).ConfigureAwait(false))
        {
            rows++;
            var prompt = fields.Required(record, Prompt);
            var (id, sample) = identity.Shared([prompt]);
            yield return new GenerationRow
            {
                InstanceId = id,
                Sample = sample,
                Model = options.Model,
                Prompt = prompt.Length > 0 ? prompt : throw fields.Bad(record, $"the prompt '{fields.Column(Prompt)}' is empty."),
                Text = fields.Required(record, Answer),
                Reference = fields.Text(record, Reference) is { Length: > 0 } reference ? reference : null,
                FinishReason = FinishReason.Imported,
            };
            if (rows == options.Limit)
            {
                break;
            }
        }

        fields.RequireFound();
        if (rows == 0)
        {
            throw new InputException($"{options.File} holds no answer.");
        }
    }
}
