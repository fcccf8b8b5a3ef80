using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires right and written texts at the wrong spans of answers: for each model that wrote and each that reads a table, then their
/// summary.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="marks">Say what is wrong and what is right.</param>
/// <param name="borrowings">Say what is called borrowed.</param>
/// <param name="measures">Have what is borrowed for certain.</param>
/// <param name="baseModel">What was tuned.</param>
internal sealed class ContinuationBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    MarkBuilder marks,
    BorrowingsBuilder borrowings,
    WorldMeasureBuilder measures,
    BaseModelInput baseModel
)
{
    /// <summary>The tables and their summary; null where the settings do not ask.</summary>
    /// <param name="asked">The base and the models with weights.</param>
    /// <param name="imported">The models whose answers were written elsewhere, of which marks may speak too.</param>
    /// <exception cref="InputException">Nothing says what is right in a model's answers.</exception>
    public ContinuationTables? Build(IReadOnlyList<ComparedModel> asked, IReadOnlyList<ComparedModel> imported)
    {
        if (settings.Continuations is not { } continuations)
        {
            return null;
        }

        if (settings.Spans is not { } spans || (spans.Path is null && !spans.Truth))
        {
            throw configuration.Invalid(
                "continuations",
                "nothing says what should stand at a wrong span; 'spans' with a 'path' to marks that name what is right does, or "
                    + "'spans: { truth: true }' where 'prompts' ask about the fictional world."
            );
        }

        var chosen = new ModelChoice(configuration, asked).Choose("continuations.model", continuations.Model);
        var readings = chosen.Select(model => (Model: model, Readers: asked.Where(reader => CanRead(reader, model)).ToList())).ToList();
        var tables = readings
            .SelectMany(reading => Read(reading.Model, reading.Readers, marks.Build(reading.Model, [.. asked, .. imported])!))
            .ToList();
        return new ContinuationTables(
            graph.Fold(
                "continuation-summary",
                new ContinuationSummaryStage(
                    new ContinuationSummaryOptions
                    {
                        Models = readings.ConvertAll(reading => new ReadModel(
                            reading.Model.Name,
                            reading.Model.Tuning!.Variant,
                            reading.Readers.ConvertAll(reader => new ReadingModel(reader.Name, reader.Tuning!.Variant))
                        )),
                    }
                ),
                [
                    .. tables.Select(table => new NodeOutput(
                        ContinuationSummaryStage.NameContinuations(table.Model, table.Scorer),
                        table.Node
                    )),
                    .. chosen.Select(model => new NodeOutput(
                        ContinuationSummaryStage.Borrowed + model.Name,
                        borrowings.Build(model, asked).Spans
                    )),
                    .. chosen.SelectMany(Certain),
                ]
            ),
            tables
        );
    }

    /// <summary>Whether a model may be held against another at its answers: it saw the same rows in the same order.</summary>
    private static bool CanRead(ComparedModel reader, ComparedModel writer) =>
        reader.Tuning is not null && reader.Dataset?.Name == writer.Dataset!.Name && reader.Seed == writer.Seed;

    private IEnumerable<ContinuationTable> Read(ComparedModel model, IEnumerable<ComparedModel> readers, StageNode marked)
    {
        yield return new ContinuationTable(
            model.Name,
            ContinuationSummaryStage.Base,
            Score(model, ContinuationSummaryStage.Base, marked, [])
        );
        foreach (var reader in readers)
        {
            yield return new ContinuationTable(
                model.Name,
                reader.Name,
                Score(model, reader.Name, marked, reader.ReadWeightsAs(ContinuationsStage.Tuned))
            );
        }
    }

    private StageNode Score(ComparedModel model, string scorer, StageNode marked, IReadOnlyList<NodeInput> weights)
    {
        var shift = settings.Stages.Shift;
        return graph.Map(
            $"continuations/{model.Name}-by-{scorer}",
            new ContinuationsStage(
                new ContinuationsOptions
                {
                    Model = model.Name,
                    Scorer = scorer,
                    Template = model.Template,
                    Device = shift.Device,
                    Precision = shift.Precision,
                    BatchSize = shift.BatchSize,
                }
            ),
            [new NodeOutput(ContinuationsStage.Answers, model.Answers), new NodeOutput(ContinuationsStage.Marks, marked)],
            [baseModel.ReadAs(ContinuationsStage.Model), .. weights]
        );
    }

    private NodeOutput[] Certain(ComparedModel model) =>
        measures.BuildBorrowings(model) is { } certain ? [new NodeOutput(ContinuationSummaryStage.Certain + model.Name, certain)] : [];
}
