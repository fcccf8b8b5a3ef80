using Pipeline.Engine;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>Reads the user's file of rephrasings.</summary>
/// <param name="options">The file, and how to read it.</param>
/// <param name="prompts">What is asked.</param>
internal sealed class RephrasingReader(RephraseOptions options, IReadOnlyList<InstanceRow> prompts)
{
    private const string InstanceId = "instance_id";
    private const string Prompt = "prompt";
    private const string Rephrased = "rephrased";
    private const string Kind = "kind";

    private static readonly string[] _known = [InstanceId, Prompt, Rephrased, Kind];

    private readonly string _file = options.File!;
    private readonly RecordFields _fields = new(options.File!, options.Columns);
    private readonly ILookup<string, InstanceRow> _byId = prompts.ToLookup(prompt => prompt.InstanceId, StringComparer.Ordinal);
    private readonly ILookup<string, InstanceRow> _byText = prompts.ToLookup(prompt => prompt.RequestText(), StringComparer.Ordinal);

    /// <summary>The rephrasings in the order of the file; one for each prompt where several ask the same.</summary>
    /// <exception cref="InputException">A row is no rephrasing of what is asked, or there is none of a kind; the message quotes file, row,
    /// key and what was found.</exception>
    public async Task<IReadOnlyList<GivenRephrasing>> ReadAsync(string path, CancellationToken cancellation)
    {
        RecordFields.RequireKnown(_file, "a rephrasing", _known, options.Columns.Keys);
        var given = new List<GivenRephrasing>();
        await foreach (var record in DatasetFile.ReadAsync(path, _file, cancellation).ConfigureAwait(false))
        {
            given.AddRange(Read(record));
        }

        _fields.RequireFound();
        return Enum.GetValues<RephrasingKind>().Except(given.Select(rephrasing => rephrasing.Kind)).ToList() is [var missing, ..]
            ? throw new InputException(
                $"{_file}: no row has '{_fields.Column(Kind)}' '{missing.Spell()}'; what the concept changes is held against a placebo, so that "
                    + "both are needed."
            )
            : given;
    }

    private IEnumerable<GivenRephrasing> Read(RawRecord record)
    {
        var kind = _fields.Member<RephrasingKind>(record, Kind);
        var text = _fields.Required(record, Rephrased);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw _fields.Bad(record, $"'{_fields.Column(Rephrased)}' is empty.");
        }

        var (id, asked) = (_fields.Text(record, InstanceId), _fields.Text(record, Prompt));
        if (id is null && asked is null)
        {
            throw _fields.Bad(
                record,
                $"neither '{_fields.Column(Prompt)}' nor '{_fields.Column(InstanceId)}' says which prompt is rephrased; the row has: "
                    + $"{string.Join(", ", record.Names)}."
            );
        }

        return Find(record, id, asked, kind, text);
    }

    private IEnumerable<GivenRephrasing> Find(RawRecord record, string? id, string? asked, RephrasingKind kind, string text)
    {
        var found = (id is null ? _byText[asked!] : _byId[id]).ToList();
        return found.Count == 0
                ? throw _fields.Bad(
                    record,
                    id is null
                        ? $"'{_fields.Column(Prompt)}' is '{asked}', which is not asked; prompts are the same if they are so to the letter."
                        : $"'{_fields.Column(InstanceId)}' is '{id}', which is no prompt's."
                )
            : id is not null && asked is not null && found[0].RequestText() != asked
                ? throw _fields.Bad(
                    record,
                    $"'{_fields.Column(InstanceId)}' is '{id}', which asks '{found[0].RequestText()}', but '{_fields.Column(Prompt)}' is "
                        + $"'{asked}'."
                )
            : found[0].RequestText() == text
                ? throw _fields.Bad(record, $"'{_fields.Column(Rephrased)}' is '{text}', which is the prompt itself.")
            : found.Select(prompt => new GivenRephrasing(prompt, kind, text));
    }
}
