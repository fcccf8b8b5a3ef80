using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>The tables of borrowed spans, by what makes a span borrowed.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="borrowings">Have what is borrowed by the evidence.</param>
/// <param name="world">Has what was borrowed for certain.</param>
internal sealed class SpanTables(BoundConfiguration configuration, BorrowingsBuilder borrowings, WorldMeasureBuilder world)
{
    /// <summary>A model's spans.</summary>
    /// <param name="setting">The setting that asks for them.</param>
    /// <param name="model">The model.</param>
    /// <param name="models">Its controls, among other models.</param>
    /// <param name="evidence">What makes a span borrowed.</param>
    /// <exception cref="InputException">Nothing is certain of this model's answers.</exception>
    public StageNode Find(string setting, ComparedModel model, IReadOnlyList<ComparedModel> models, SpanEvidence evidence) =>
        evidence == SpanEvidence.Attribute
            ? borrowings.Build(model, models).Spans
            : world.BuildBorrowings(model)
                ?? throw configuration.Invalid(
                    setting,
                    $"what '{model.Name}' borrowed is known for certain only where it is trained on rows of the fictional world and "
                        + "'prompts' ask about it; use 'attribute'."
                );
}
