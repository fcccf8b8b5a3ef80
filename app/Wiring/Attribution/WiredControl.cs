using Pipeline.App.Wiring.Answers;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>What a model's spans are held against.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What the report calls it.</param>
/// <param name="Corpus">The models whose words attribution counts beside the rows'.</param>
/// <param name="Controls">Answers with spans in rows that their models were not trained on.</param>
/// <param name="Halves">For two halves: answers with spans in the rows that their models were trained on; else none.</param>
internal sealed record WiredControl(
    ControlKind Kind,
    string Name,
    IReadOnlyList<ComparedModel> Corpus,
    IReadOnlyList<AttributedModel> Controls,
    IReadOnlyList<AttributedModel> Halves
);

/// <summary>A model's answers and the node of their spans.</summary>
/// <param name="Model">The model.</param>
/// <param name="Spans">The node of the spans.</param>
internal sealed record AttributedModel(ComparedModel Model, StageNode Spans);
