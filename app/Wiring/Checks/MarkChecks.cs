using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Attribution.IngestMarks;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of a file of marks: that each row can be read and is about a prompt that is answered; where all answers were
/// written elsewhere, that each stands where it says.</summary>
internal static class MarkChecks
{
    /// <summary>A check of the file; none where the chain reads none.</summary>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(Graph graph) =>
        from node in graph.Nodes
        where node.Stage is IngestMarksStage
        select new InputCheck("spans", cancellation => CheckAsync(node, cancellation)) { ProvedBy = [node.Id] };

    private static async Task<string> CheckAsync(StageNode marks, CancellationToken cancellation)
    {
        var options = (IngestMarksOptions)marks.Stage.Options;
        var (answers, areWritten) = (new List<GenerationRow>(), true);
        foreach (var model in options.Models)
        {
            var node = marks.Inputs.OfType<NodeOutput>().Single(input => input.Name == IngestMarksStage.Answers + model).Node;
            var isImported = node.Stage is IngestGenerationsStage;
            areWritten &= isImported;
            answers.AddRange(
                isImported
                    ? await IngestGenerationsStage
                        .ReadAsync((IngestGenerationsOptions)node.Stage.Options, FindFile(node), cancellation)
                        .ConfigureAwait(false)
                    : await ListPromptsAsync(model, node, cancellation).ConfigureAwait(false)
            );
        }

        return await IngestMarksStage.CheckAsync(options, FindFile(marks), answers, areWritten, cancellation).ConfigureAwait(false);
    }

    /// <summary>The prompts that a model is going to answer.</summary>
    private static async Task<IEnumerable<GenerationRow>> ListPromptsAsync(string model, StageNode answers, CancellationToken cancellation)
    {
        var node = answers.Streams.Single(stream => stream.Name == GenerateStage.Prompts).Node;
        var prompts = await AskedPrompts.ListAsync(node, cancellation).ConfigureAwait(false);
        return prompts.Select(prompt => new GenerationRow
        {
            InstanceId = prompt.InstanceId,
            Model = model,
            Prompt = prompt.RequestText(),
        });
    }

    private static string FindFile(StageNode node) => node.Inputs.OfType<ExternalInput>().Single().Path;
}
