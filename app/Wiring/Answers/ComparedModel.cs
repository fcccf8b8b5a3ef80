using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.Tuning;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Answers;

/// <summary>A model whose answers are compared with training rows.</summary>
/// <param name="Reported">What the report says of it.</param>
/// <param name="Dataset">The dataset that it was trained on, or that a control is held against; null for the base model, which is held
/// against any.</param>
/// <param name="Answers">The node of its answers.</param>
internal sealed record ComparedModel(ReportedModel Reported, WiredDataset? Dataset, StageNode Answers)
{
    /// <summary>Its name.</summary>
    public string Name => Reported.Name;

    /// <summary>Whether its answers are compared with training rows: those of a control are where a model is held against it.</summary>
    public bool IsCompared => this is { Reported.Control: false, Dataset: not null };

    /// <summary>How it was tuned; null where it was not tuned here.</summary>
    public TunedModel? Tuning { get; init; }

    /// <summary>Its weights, tuned here or from elsewhere, as an input of any name; null for the base, and where only answers are
    /// known.</summary>
    public NodeInput? Weights { get; init; }

    /// <summary>How its prompts are spelled.</summary>
    public ChatTemplate Template { get; init; } = ChatTemplates.Default;

    /// <summary>What it is one size of: the same for all sizes of its dataset and all seeds.</summary>
    public string Series { get; init; } = Reported.Name;

    /// <summary>The seed of its training; null where it was not trained here.</summary>
    public int? Seed { get; init; }

    /// <summary>The node of its token shift; null where there is no base to compare with.</summary>
    public StageNode? Shift { get; init; }

    /// <summary>Its weights as inputs of a stage; none for the base.</summary>
    /// <param name="input">The name by which the stage asks for them.</param>
    public IReadOnlyList<NodeInput> ReadWeightsAs(string input) => Weights is { } weights ? [weights with { Name = input }] : [];
}
