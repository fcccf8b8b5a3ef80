using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring;

/// <summary>The tables of borrowed spans, by what makes a span borrowed.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="comparison">Has what attribution found.</param>
/// <param name="world">Has what was borrowed for certain.</param>
internal sealed class SpanTables(BoundConfiguration configuration, ComparisonBuilder comparison, WorldBuilder world)
{
    /// <summary>A model's spans.</summary>
    /// <param name="path">The setting that asks for them.</param>
    /// <param name="model">The model.</param>
    /// <param name="controls">Its controls, among other models.</param>
    /// <param name="evidence">What makes a span borrowed.</param>
    /// <exception cref="Engine.InputException">Nothing is certain of this model's answers.</exception>
    public StageNode Find(string path, ComparedModel model, IReadOnlyList<ComparedModel> controls, SpanEvidence evidence) =>
        evidence == SpanEvidence.Attribute
            ? comparison.Spans(model, controls)
            : world.Borrowings(model)
                ?? throw configuration.Invalid(
                    path,
                    $"what '{model.Name}' borrowed is known for certain only where it is trained on rows of the fictional world and "
                        + "'prompts' ask about it; use 'attribute'."
                );
}
