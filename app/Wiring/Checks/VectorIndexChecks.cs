using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.VectorIndex;

namespace Pipeline.App.Wiring.Checks;

/// <summary>Whether an approximate index can be made here: that FAISS is there, and knows such an index of such vectors.</summary>
internal static class VectorIndexChecks
{
    private const string Setting = "stages.retrieve.index";

    /// <summary>A check of the index; none where all rows are compared.</summary>
    /// <param name="configuration">For the position of the error.</param>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(BoundConfiguration configuration, Graph graph)
    {
        var searches = graph
            .Nodes.Where(node => node.Stage.Options is RetrieveOptions { Approximate: not null })
            .DistinctBy(node => node.Inputs.OfType<NodeOutput>().Single(input => input.Name == RetrieveStage.VectorIndex).Node.Id)
            .ToList();
        return searches.Count == 0
            ? []
            :
            [
                new InputCheck(
                    Setting,
                    _ => Task.Run(() => string.Join("; ", searches.Select(node => Check(configuration, node)).Distinct()))
                )
                {
                    ProvedBy = [.. graph.Nodes.Where(node => node.Stage is RetrieveStage or VectorIndexStage).Select(node => node.Id)],
                },
            ];
    }

    private static string Check(BoundConfiguration configuration, StageNode search)
    {
        var parameters = ((RetrieveOptions)search.Stage.Options).Approximate!;
        var vectors = search.Inputs.OfType<NodeOutput>().Single(input => input.Name == RetrieveStage.Index).Node;
        try
        {
            if (FaissIndex.Absence is { } absence)
            {
                throw new InvalidDataException($"'{parameters.Index}' needs FAISS: {absence}. {FaissIndex.HowToInstall}");
            }

            var dimension = DimensionOf(vectors);
            using var index = parameters.Tune(FaissIndex.Create(parameters.Index, dimension));
            return $"{parameters.Index} of {dimension} dimensions, FAISS {FaissIndex.Version}";
        }
        catch (InvalidDataException error)
        {
            throw configuration.Invalid(Setting, error.Message);
        }
    }

    /// <summary>How many numbers a vector has, which the model says that makes it.</summary>
    private static int DimensionOf(StageNode vectors)
    {
        var model = vectors.Inputs.OfType<ExternalInput>().Single();
        return vectors.Stage is SentenceEmbedStage ? SentenceEncoder.WidthOf(model.Path) : ModelConfiguration.Read(model.Path).HiddenSize;
    }
}
