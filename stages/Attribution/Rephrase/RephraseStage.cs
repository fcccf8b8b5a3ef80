using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>
/// Rephrases the prompts whose answers borrowed: once without the concept that they share with the request of the source row, and once, as
/// a placebo, without something else; by a rule, or as the user's file says. Writes the new prompts as a table that models answer, and
/// beside it how each was made.
/// </summary>
public sealed class RephraseStage(RephraseOptions options) : FoldStage
{
    /// <summary>The model's judged spans.</summary>
    public const string Spans = "spans";

    /// <summary>What it was asked.</summary>
    public const string Prompts = "prompts";

    /// <summary>What it was trained on; for the rule.</summary>
    public const string Instances = "instances";

    /// <summary>The user's file; optional.</summary>
    public const string File = "file";

    private const string Dataset = "rephrasings";

    private static readonly RephrasingKind[] _kinds = Enum.GetValues<RephrasingKind>();

    /// <inheritdoc />
    public override string Name => "rephrase";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var spans = BlamedSpans.ListStrongest(
            await ReadAsync<BorrowedSpanRow>(inputs, Spans, cancellation).ConfigureAwait(false),
            options.Level,
            options.Top
        );
        var prompts = await ReadAsync<InstanceRow>(inputs, Prompts, cancellation).ConfigureAwait(false);
        var made = options.File is null
            ? await MakeAsync(inputs, spans, prompts, cancellation).ConfigureAwait(false)
            : Take(
                spans,
                await new RephrasingReader(options, prompts).ReadAsync(inputs[File].Files[0].Path, cancellation).ConfigureAwait(false)
            );
        await WriteAsync(made, output, cancellation).ConfigureAwait(false);
        context.Log.Information(
            "{Prompts} of {All} prompts whose answers borrowed are rephrased, {Unshared} of them without a word that they share with the "
                + "source",
            made.Where(entry => entry.Row.RephrasedInstanceId.Length > 0).DistinctBy(entry => entry.Row.InstanceId).Count(),
            spans.DistinctBy(span => span.InstanceId).Count(),
            made.Count(entry => entry.Row is { Kind: RephrasingKind.Concept, RephrasedInstanceId: "" })
        );
    }

    /// <summary>Reads every row of the user's file without writing anything.</summary>
    /// <param name="options">The file, and how to read it.</param>
    /// <param name="path">The file.</param>
    /// <param name="prompts">What is asked.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What was read, in words.</returns>
    /// <exception cref="InputException">A row cannot be used; the message quotes it.</exception>
    public static async Task<string> CheckAsync(
        RephraseOptions options,
        string path,
        IReadOnlyList<InstanceRow> prompts,
        CancellationToken cancellation
    )
    {
        var given = await new RephrasingReader(options, prompts).ReadAsync(path, cancellation).ConfigureAwait(false);
        return string.Join(
            ", ",
            _kinds.Select(kind =>
                string.Create(CultureInfo.InvariantCulture, $"{given.Count(entry => entry.Kind == kind):N0} of the {kind.Spell()}")
            )
        );
    }

    private static async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(StageInputs inputs, string name, CancellationToken cancellation)
        where TRow : class, new() => await inputs.RowsAsync<TRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false);

    /// <summary>Two rephrasings of each prompt by the rule, after the row that its strongest span goes back to.</summary>
    private async Task<List<(RephrasingRow Row, InstanceRow? Prompt)>> MakeAsync(
        StageInputs inputs,
        IReadOnlyList<BorrowedSpanRow> spans,
        IReadOnlyList<InstanceRow> prompts,
        CancellationToken cancellation
    )
    {
        var instances = (await ReadAsync<InstanceRow>(inputs, Instances, cancellation).ConfigureAwait(false)).ToDictionary(
            instance => instance.InstanceId,
            StringComparer.Ordinal
        );
        var (rule, identity) = (new RephrasingRule(prompts, instances.Values, options.Seed), new InstanceIdentity(Dataset));
        var asked = prompts.ToLookup(prompt => prompt.InstanceId, StringComparer.Ordinal);
        return (
            from span in spans.DistinctBy(span => span.InstanceId)
            let prompt = asked[span.InstanceId].First()
            from kind in _kinds
            let rephrased = rule.Rephrase(prompt, instances[span.SourceInstanceId], kind)
            select Describe(prompt, kind, rephrased, span.SourceInstanceId, identity)
        ).ToList();
    }

    /// <summary>The user's rephrasings of prompts whose answers borrowed.</summary>
    private static List<(RephrasingRow Row, InstanceRow? Prompt)> Take(
        IReadOnlyList<BorrowedSpanRow> spans,
        IReadOnlyList<GivenRephrasing> given
    )
    {
        var identity = new InstanceIdentity(Dataset);
        var borrowed = spans.Select(span => span.InstanceId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. given
                .Where(entry => borrowed.Contains(entry.Prompt.InstanceId))
                .Select(entry =>
                    Describe(
                        entry.Prompt,
                        entry.Kind,
                        new RephrasedPrompt(RephrasingForm.Given, RephrasedPrompt.Alter(entry.Prompt, entry.Text, null)),
                        "",
                        identity
                    )
                ),
        ];
    }

    private static (RephrasingRow Row, InstanceRow? Prompt) Describe(
        InstanceRow original,
        RephrasingKind kind,
        RephrasedPrompt rephrased,
        string source,
        InstanceIdentity identity
    )
    {
        if (rephrased.Prompt is { } prompt)
        {
            prompt.Dataset = Dataset;
            prompt.InstanceId = identity.Next([original.InstanceId, kind.Spell(), prompt.Instruction, prompt.Input]);
        }

        return (
            new RephrasingRow
            {
                InstanceId = original.InstanceId,
                RephrasedInstanceId = rephrased.Prompt?.InstanceId ?? "",
                Kind = kind,
                Form = rephrased.Form,
                Word = rephrased.Word,
                Replacement = rephrased.Replacement,
                SourceInstanceId = source,
                Text = rephrased.Prompt?.RequestText() ?? "",
            },
            rephrased.Prompt
        );
    }

    private async Task WriteAsync(List<(RephrasingRow Row, InstanceRow? Prompt)> made, FoldOutput output, CancellationToken cancellation)
    {
        var prompts = made.Select(entry => entry.Prompt).OfType<InstanceRow>().ToList();
        if (prompts.Count == 0)
        {
            await output.WritePartAsync(prompts, cancellation).ConfigureAwait(false);
        }

        await InstanceTable.WriteAsync(prompts.ToAsyncEnumerable(), options.PartRows, output, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(RephrasingRow.FileName, made.ConvertAll(entry => entry.Row), cancellation).ConfigureAwait(false);
    }
}
