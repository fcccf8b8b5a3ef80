using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Generate;

namespace Pipeline.Stages.Ingest;

/// <summary>
/// Reads answers of a model that ran elsewhere. Ids come from the prompt alone, so that several models' answers to one prompt meet; an empty
/// answer is an answer.
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
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var cut = new ContentCut(options.PartRows);
        var part = new List<GenerationRow>();
        var rows = 0;
        await foreach (var row in ReadAsync(inputs[File].Files[0].Path, cancellation).ConfigureAwait(false))
        {
            rows++;
            part.Add(row);
            if (cut.EndsWith(row.InstanceId))
            {
                await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
                part.Clear();
            }
        }

        if (rows == 0)
        {
            throw new InputException($"{options.File} holds no answer.");
        }

        if (part.Count > 0)
        {
            await output.WritePartAsync(part, cancellation).ConfigureAwait(false);
        }

        context.Log.Information("{File}: {Rows} answers of {Model}", options.File, rows, options.Model);
    }

    /// <summary>Reads every row without writing anything.</summary>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task CheckAsync(IngestGenerationsOptions options, string path, CancellationToken cancellation)
    {
        await foreach (var _ in new IngestGenerationsStage(options).ReadAsync(path, cancellation).ConfigureAwait(false))
        {
            // Reading is the check.
        }
    }

    private async IAsyncEnumerable<GenerationRow> ReadAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var identity = new InstanceIdentity("prompts");
        await foreach (var record in DatasetFile.ReadAsync(path, options.File, cancellation).ConfigureAwait(false))
        {
            if (options.Limit > 0 && record.RowNumber > options.Limit)
            {
                yield break;
            }

            var prompt = Text(record, Prompt) ?? throw Missing(record, Prompt);
            yield return new GenerationRow
            {
                InstanceId = identity.Next([prompt]),
                Model = options.Model,
                Prompt = prompt,
                Text = Text(record, Answer) ?? throw Missing(record, Answer),
                Reference = Text(record, Reference) is { Length: > 0 } reference ? reference : null,
                FinishReason = "imported",
            };
        }
    }

    private string? Text(RawRecord record, string field) =>
        record.Fields.TryGetProperty(options.Columns.GetValueOrDefault(field, field), out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private InputException Missing(RawRecord record, string field) => new(
        $"{options.File}, row {record.RowNumber}: no text in '{options.Columns.GetValueOrDefault(field, field)}' for the {field}; "
        + $"the row has: {string.Join(", ", record.Fields.EnumerateObject().Select(property => property.Name))}. Map fields with 'columns'.");
}
