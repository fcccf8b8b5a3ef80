using Pipeline.Engine.Stages;

namespace Pipeline.Engine.Planning;

/// <summary>One stage of the plan with its inputs wired. Nodes form a directed graph without cycles, by construction.</summary>
public sealed class StageNode
{
    /// <summary>A node; <paramref name="streams"/> is empty for a fold stage and holds at least one output for a map stage.</summary>
    /// <param name="id">Stage name and variant, such as <c>generate/lft.alpaca</c>; unique in the plan.</param>
    /// <param name="stage">The stage with its settings bound.</param>
    /// <param name="streams">Aligned tables that a map stage streams part by part.</param>
    /// <param name="inputs">Whole inputs, awaited first.</param>
    public StageNode(string id, Stage stage, IReadOnlyList<NodeOutput> streams, IReadOnlyList<NodeInput> inputs)
    {
        if (stage is MapStage != streams.Count > 0)
        {
            throw new ArgumentException($"{id}: a map stage streams at least one table, a fold stage none.", nameof(streams));
        }

        Id = id;
        Stage = stage;
        Streams = streams;
        Inputs = inputs;
    }

    /// <summary>Stage name and variant, such as <c>generate/lft.alpaca</c>.</summary>
    public string Id { get; }

    /// <summary>The stage with its settings bound.</summary>
    public Stage Stage { get; }

    /// <summary>Aligned tables that a map stage streams part by part.</summary>
    public IReadOnlyList<NodeOutput> Streams { get; }

    /// <summary>Whole inputs, awaited before the stage opens.</summary>
    public IReadOnlyList<NodeInput> Inputs { get; }

    /// <summary>The nodes that this one reads, streamed first.</summary>
    public IEnumerable<StageNode> Parents =>
        Streams.Select(stream => stream.Node).Concat(Inputs.OfType<NodeOutput>().Select(input => input.Node)).Distinct();
}
