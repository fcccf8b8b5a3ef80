using Pipeline.Engine;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>What is known of one form: its fields, and the one that tells it from the others.</summary>
/// <param name="Format">The form.</param>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Telling">The field that every row of it has.</param>
/// <param name="Fields">All its fields; <c>columns</c> may map each to another name.</param>
internal sealed record RecordForm(RecordFormat Format, string Name, string Telling, IReadOnlyList<string> Fields)
{
    /// <summary>The field of a judge's score, in every form; read only where <c>columns</c> maps it.</summary>
    public const string Score = "score";

    private static readonly IReadOnlyList<RecordForm> _all =
    [
        new(RecordFormat.Sharegpt, "sharegpt", "conversations", ["conversations", "from", "value", "system", Score]),
        new(RecordFormat.Messages, "messages", "messages", ["messages", "role", "content", "system", Score]),
        new(RecordFormat.Alpaca, "alpaca", "instruction", ["instruction", "input", "output", "system", "history", Score]),
        new(RecordFormat.PromptCompletion, "prompt_completion", "prompt", ["prompt", "completion", "system", Score]),
    ];

    /// <summary>The form that was asked for, or that the first row shows.</summary>
    /// <exception cref="InputException">It shows none, or columns are mapped that the form does not have.</exception>
    public static RecordForm Recognise(IngestOptions options, RawRecord first)
    {
        bool Has(string field) => first.Fields.TryGetProperty(options.Columns.GetValueOrDefault(field, field), out _);
        var form =
            options.Format == RecordFormat.Auto
                ? _all.FirstOrDefault(form => Has(form.Telling))
                : _all.Single(form => form.Format == options.Format);
        if (form is null)
        {
            throw new InputException(
                $"{options.File}, row 1: its fields ({string.Join(", ", first.Names.Concat(first.LeftOut))}) fit none of the known "
                    + "formats: "
                    + $"{string.Join(", ", _all.Select(known => $"{known.Name} (has '{known.Telling}')"))}. Map fields with 'columns'."
            );
        }

        RecordFields.RequireKnown(options.File, $"the format {form.Name}", form.Fields, options.Columns.Keys);
        return form;
    }
}
