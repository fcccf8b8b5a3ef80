using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.Retrieve.Fusion;

namespace Pipeline.App.RowViews;

/// <summary>What a retrieve node searched, with what, and what its scores are: it differs between words and vectors.</summary>
/// <param name="Answers">The node of the answers.</param>
/// <param name="Instances">The node of the training instances.</param>
/// <param name="Score">What the scores are.</param>
internal sealed record NeighbourSearch(StageNode Answers, StageNode Instances, string Score)
{
    /// <summary>The search of a node whose rows are <see cref="NeighbourRow"/>.</summary>
    /// <exception cref="InvalidOperationException">The node retrieves in a way that has no name here.</exception>
    public static NeighbourSearch FromNode(StageNode node)
    {
        if (node.Stage is FusionRetrieveStage)
        {
            return FromNode(node.Streams[0].Node) with { Score = RetrievalScores.Fusion };
        }

        if (node.Stage is Bm25RetrieveStage)
        {
            return new NeighbourSearch(
                Stream(node, Bm25RetrieveStage.Answers),
                Whole(node, Bm25RetrieveStage.Instances),
                RetrievalScores.Bm25
            );
        }

        var (answers, index) = (Stream(node, RetrieveStage.Answers), Whole(node, RetrieveStage.Index));
        var score = index.Stage switch
        {
            TfidfEmbedStage => RetrievalScores.Tfidf,
            SentenceEmbedStage => RetrievalScores.Sentence,
            HiddenStateEmbedStage => RetrievalScores.HiddenState,
            _ => throw new InvalidOperationException($"{node.Id} searches vectors of {index.Stage.Name}, whose similarity has no name."),
        };
        return new NeighbourSearch(answers.Streams[0].Node, index.Streams[0].Node, score);
    }

    private static StageNode Stream(StageNode node, string name) => node.Streams.Single(stream => stream.Name == name).Node;

    private static StageNode Whole(StageNode node, string name) =>
        node.Inputs.OfType<NodeOutput>().Single(input => input.Name == name).Node;
}
