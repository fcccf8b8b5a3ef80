using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>Streams a dataset file as instances with their ids and rows.</summary>
internal sealed class InstanceReader(IngestOptions options)
{
    private readonly InstanceIdentity _identity = new(options.Dataset);

    /// <summary>The form, once the first row was read.</summary>
    public RecordFormat Format { get; private set; } = options.Format;

    /// <summary>Rows whose content came before.</summary>
    public int Duplicates => _identity.Duplicates;

    /// <summary>Rows left out because their response is empty.</summary>
    public int EmptyResponses { get; private set; }

    /// <summary>The instances and their 1-based rows.</summary>
    /// <exception cref="InputException">A row cannot be used, or there is none.</exception>
    public async IAsyncEnumerable<(InstanceRow Instance, long Row)> ReadAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        RecordConverter? converter = null;
        var taken = 0;
        await foreach (var record in DatasetFile.ReadAsync(path, options.File, cancellation).ConfigureAwait(false))
        {
            converter ??= Converter(record);
            if (record.RowNumber <= options.Skip)
            {
                continue;
            }

            if (options.Limit > 0 && taken == options.Limit)
            {
                break;
            }

            taken++;
            var instance = converter.Convert(record);
            if (Accept(instance, record, converter))
            {
                instance.Dataset = options.Dataset;
                instance.InstanceId = _identity.Next(
                    [instance.System, instance.Instruction, instance.Input, instance.Response, .. instance.HistoryRoles, .. instance.HistoryContents]);
                yield return (instance, record.RowNumber);
            }
        }

        if (taken - EmptyResponses == 0)
        {
            throw new InputException($"{options.File} holds no usable row{(options.Skip > 0 ? $" after the first {options.Skip}" : "")}.");
        }
    }

    private RecordConverter Converter(RawRecord first)
    {
        if (Format == RecordFormat.Auto)
        {
            Format = RecordConverter.Detect(first.Fields, options.Columns)
                ?? throw new InputException(
                    $"{options.File}, row 1: its fields ({string.Join(", ", first.Fields.EnumerateObject().Select(property => property.Name))}) fit none of the "
                    + "known formats alpaca (instruction), sharegpt (conversations), messages (messages), prompt_completion (prompt); map them with 'columns'.");
        }

        return new RecordConverter(options.File, Format, options.Columns);
    }

    private bool Accept(InstanceRow instance, RawRecord record, RecordConverter converter)
    {
        if (string.IsNullOrWhiteSpace(instance.Instruction))
        {
            throw converter.Bad(record, "the instruction is empty.");
        }

        if (options.EmptyResponses == EmptyResponse.Keep || !string.IsNullOrWhiteSpace(instance.Response))
        {
            return true;
        }

        if (options.EmptyResponses == EmptyResponse.Error)
        {
            throw converter.Bad(record, "the response is empty; 'empty_responses: skip' leaves such rows out.");
        }

        EmptyResponses++;
        return false;
    }
}
