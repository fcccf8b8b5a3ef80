using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>Reads the rows of a file of marks, each for itself: what can be said of it without the answers is checked here.</summary>
/// <param name="options">The file, and how to read it.</param>
internal sealed class MarkReader(IngestMarksOptions options)
{
    private const string InstanceId = "instance_id";
    private const string Prompt = "prompt";
    private const string Model = "model";
    private const string Sample = "sample";
    private const string Start = "start";
    private const string End = "end";
    private const string Quote = "quote";
    private const string Label = "label";
    private const string Annotator = "annotator";
    private const string Right = "right";

    private static readonly string[] _known = [InstanceId, Prompt, Model, Sample, Start, End, Quote, Label, Annotator, Right];

    private readonly RecordFields _fields = new(options.File, options.Columns);

    /// <summary>The marks, in the order of the file.</summary>
    /// <exception cref="InputException">A row is no mark, or there is none; the message quotes file, row, key and what was
    /// found.</exception>
    public async IAsyncEnumerable<MarkRecord> ReadAsync(
        string path,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        RecordFields.RequireKnown(options.File, "a mark", _known, options.Columns.Keys);
        var rows = 0L;
        await foreach (var record in DatasetFile.ReadAsync(path, options.File, cancellation).ConfigureAwait(false))
        {
            rows++;
            yield return Read(record);
        }

        _fields.RequireFound();
        if (rows == 0)
        {
            throw new InputException($"{options.File} holds no mark.");
        }
    }

    private MarkRecord Read(RawRecord record)
    {
        var mark = new MarkRecord
        {
            RowNumber = record.RowNumber,
            Place = _fields.PlaceOf(record),
            InstanceId = _fields.Text(record, InstanceId),
            Prompt = _fields.Text(record, Prompt),
            Model = _fields.Text(record, Model),
            Sample = ReadNumber(record, Sample),
            Start = ReadNumber(record, Start),
            End = ReadNumber(record, End),
            Quote = _fields.Text(record, Quote),
            Label = _fields.Member<MarkLabel>(record, Label),
            Annotator = _fields.Text(record, Annotator) ?? "",
            RightText = _fields.Text(record, Right) ?? "",
        };
        return mark.InstanceId is null && mark.Prompt is null
                ? throw mark.Refuse(
                    $"neither '{_fields.Column(Prompt)}' nor '{_fields.Column(InstanceId)}' says which answer is marked; the row has: "
                        + $"{string.Join(", ", record.Names)}."
                )
            : mark.Model is { } model && !options.Models.Contains(model, StringComparer.Ordinal)
                ? throw mark.Refuse(
                    $"'{_fields.Column(Model)}' is '{model}', which is no model of this run; "
                        + NearestKey.Advice(model, options.Models, "models")
                )
            : FindFault(mark) is { } fault ? throw mark.Refuse(fault)
            : mark;
    }

    /// <summary>What is wrong with where a mark says that it stands; null if nothing is.</summary>
    private string? FindFault(MarkRecord mark) =>
        mark switch
        {
            { Quote: "" } => $"'{_fields.Column(Quote)}' is empty.",
            { Quote: null, Start: null } or { Quote: null, End: null } or { Start: null, End: not null } =>
                $"give '{_fields.Column(Quote)}' (and '{_fields.Column(Start)}' where it stands there more than once), or "
                    + $"'{_fields.Column(Start)}' and '{_fields.Column(End)}'.",
            { Start: { } start, End: { } end } when end <= start =>
                $"'{_fields.Column(End)}' is {end}, expected more than '{_fields.Column(Start)}', which is {start}.",
            { Start: { } start, End: { } end, Quote: { } quote } when end - start != quote.Length =>
                $"'{_fields.Column(Quote)}' has {quote.Length} characters, but from '{_fields.Column(Start)}' {start} to "
                    + $"'{_fields.Column(End)}' {end} there are {end - start}.",
            _ => null,
        };

    private int? ReadNumber(RawRecord record, string field)
    {
        if (_fields.Value(record, field) is not { } value)
        {
            return null;
        }

        // Parquet may hold whole numbers as doubles.
        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number is >= 0 and <= int.MaxValue
            && double.IsInteger(number)
            ? (int)number
            : throw _fields.Bad(
                record,
                $"'{_fields.Column(field)}' is {RecordFields.Described(value)}, expected a whole number, 0 or more."
            );
    }
}
