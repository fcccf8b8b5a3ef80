using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.World.Validity;

/// <summary>
/// Holds verdicts on spans against the truth of the fictional world: how many of the spans that are called borrowed are, how many
/// borrowings were found, and how well each score orders them. Answers about which nothing is certain to be borrowed show how many spans
/// are called so falsely.
/// </summary>
public sealed class ValidityStage(ValidityOptions options) : FoldStage
{
    /// <summary>Prefix of a model's judged spans.</summary>
    public const string Spans = "spans:";

    /// <summary>Prefix of its certain borrowings.</summary>
    public const string Certain = "certain:";

    /// <inheritdoc />
    public override string Name => "world-validity";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var rows = new List<ValidityRow>();
        foreach (var model in options.Models)
        {
            var spans = await inputs
                .RowsAsync<BorrowedSpanRow>(Spans + model, cancellation)
                .ToListAsync(cancellation)
                .ConfigureAwait(false);
            var certain = await inputs
                .RowsAsync<BorrowedSpanRow>(Certain + model, cancellation)
                .ToListAsync(cancellation)
                .ConfigureAwait(false);
            rows.AddRange(new SpanValidity(model, spans, certain).Measure());
        }

        await output.WriteTableAsync(ValidityRow.FileName, rows, cancellation).ConfigureAwait(false);
    }
}
