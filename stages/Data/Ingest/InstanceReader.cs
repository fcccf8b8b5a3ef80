using System.Globalization;
using Pipeline.Engine;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Data.Ingest;

/// <summary>Streams a dataset file as instances with their ids and rows.</summary>
internal sealed class InstanceReader(IngestOptions options)
{
    private readonly InstanceIdentity _identity = new(options.Dataset);
    private readonly RecordFields _fields = new(options.File, options.Columns);
    private RecordForm? _form;
    private int _taken;
    private int _leftOut;

    /// <summary>What was read, in words: how many rows, in which form and how that is known, duplicates, rows left out.</summary>
    public string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_taken - _leftOut:N0} rows as {_form?.Name}{(options.Format == RecordFormat.Auto ? " (found out from row 1)" : "")}, "
                + $"{_identity.Duplicates:N0} duplicates kept"
        ) + (_leftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_leftOut:N0} without instruction or response left out") : "");

    /// <summary>The instances of a file and where they came from.</summary>
    /// <exception cref="InputException">A row cannot be used, or there is none.</exception>
    public IAsyncEnumerable<(InstanceRow Instance, SourceRow Source)> ReadAsync(string path, CancellationToken cancellation) =>
        ReadAsync(DatasetFile.ReadAsync(path, options.File, cancellation), cancellation);

    /// <summary>The instances of records and where they came from.</summary>
    internal async IAsyncEnumerable<(InstanceRow Instance, SourceRow Source)> ReadAsync(
        IAsyncEnumerable<RawRecord> records,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        RecordConverter? converter = null;
        await foreach (var record in records.WithCancellation(cancellation).ConfigureAwait(false))
        {
            _form ??= RecordForm.Recognise(options, record);
            converter ??= new RecordConverter(_form, _fields, options.EmptyResponses != EmptyResponse.Keep);
            if (record.RowNumber <= options.Skip)
            {
                continue;
            }

            _taken++;
            var instance = converter.Convert(record);
            if (Accept(instance, record))
            {
                instance.Dataset = options.Dataset;
                instance.InstanceId = _identity.Next([
                    instance.System,
                    instance.Instruction,
                    instance.Input,
                    instance.Response,
                    .. instance.HistoryRoles.Select(role => role.Spell()),
                    .. instance.HistoryContents,
                ]);
                yield return (instance, SourceOf(instance, record));
            }
            else
            {
                _leftOut++;
            }

            if (_taken == options.Limit)
            {
                break;
            }
        }

        _fields.RequireFound();
        if (_taken == _leftOut)
        {
            throw new InputException(
                $"{options.File} holds no usable "
                    + $"row{(options.Skip > 0 ? $" after the first {options.Skip}" : "")}{(_leftOut > 0 ? $"; {_leftOut} had no instruction or no response" : "")}."
            );
        }
    }

    private SourceRow SourceOf(InstanceRow instance, RawRecord record) =>
        new()
        {
            InstanceId = instance.InstanceId,
            File = options.File,
            RowNumber = record.RowNumber,
            Score = _fields.MappedNumber(record, RecordForm.Score),
        };

    private bool Accept(InstanceRow instance, RawRecord record)
    {
        var missing =
            string.IsNullOrWhiteSpace(instance.Instruction) ? "instruction"
            : string.IsNullOrWhiteSpace(instance.Response) && options.EmptyResponses != EmptyResponse.Keep ? "response"
            : null;
        return missing is null
            || (
                options.EmptyResponses == EmptyResponse.Skip
                    ? false
                    : throw _fields.Bad(
                        record,
                        $"the {missing} is "
                            + $"empty{(options.EmptyResponses == EmptyResponse.Error ? "; 'empty_responses: skip' leaves such rows out" : "")}."
                    )
            );
    }
}
