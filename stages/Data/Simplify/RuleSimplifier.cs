using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>The open simplification.</summary>
internal sealed class RuleSimplifier(SimplifyOptions options) : IPartTransform<SimplifiedRow>
{
    public async ValueTask<IReadOnlyList<SimplifiedRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var instances = await inputs.ReadAsync<InstanceRow>(SimplifyStage.Instances, cancellation).ConfigureAwait(false);
        return await OrderedRows.TransformAsync(instances, Simplify, context.Stage.CpuWorkers, cancellation).ConfigureAwait(false);
    }

    /// <summary>Simplifies every response of a conversation, each for what it answers: all of them carry loss.</summary>
    internal SimplifiedRow Simplify(InstanceRow instance)
    {
        var row = new SimplifiedRow
        {
            InstanceId = instance.InstanceId,
            Dataset = instance.Dataset,
            System = instance.System,
            Instruction = instance.Instruction,
            Input = instance.Input,
            HistoryRoles = instance.HistoryRoles,
            HistoryContents = [.. instance.HistoryContents],
            OriginalResponse = instance.Response,
            OriginalHistoryContents = instance.HistoryContents,
            HistoryActions = new SimplifyAction?[instance.HistoryRoles.Length],
        };
        var dropped = new List<string>();
        foreach (var (request, response) in InstanceText.ListExchanges(instance))
        {
            var instructions = request.Where(text => text.Field == InstanceField.Instruction).Select(text => text.Text).ToList();
            var (text, action, sentences) = Shorten(instructions, response.Text);
            dropped.AddRange(sentences);
            if (response.Turn < instance.HistoryRoles.Length)
            {
                (row.HistoryContents[response.Turn], row.HistoryActions[response.Turn]) = (text, action);
            }
            else
            {
                (row.Response, row.Action) = (text, action);
            }
        }

        row.DroppedSentences = [.. dropped];
        return row;
    }

    /// <summary>Keeps the core answer as the response spells it, or the whole response where its form is the answer or no sentence is
    /// certain to be.</summary>
    /// <param name="instructions">What was said since the response before it; the last is what is asked.</param>
    /// <param name="response">The response.</param>
    private (string Text, SimplifyAction Action, IReadOnlyList<string> Dropped) Shorten(List<string> instructions, string response)
    {
        var instruction = string.Join('\n', instructions);
        if (Words.Split(response).Count <= options.ShortWords)
        {
            return (response, SimplifyAction.Kept, []);
        }

        if (TaskKind.HasForm(instruction, response))
        {
            return (response, SimplifyAction.Protected, []);
        }

        var sentences = SentenceSplitter.Split(response);
        var texts = sentences.Select(sentence => response.Substring(sentence.Start, sentence.Length)).ToList();
        if (CoreFinder.Find(instructions.LastOrDefault() ?? "", texts, options.MaxSentences) is not var (first, end))
        {
            return (
                response,
                texts.Count == 1 ? SimplifyAction.Kept
                : TaskKind.AsksForForm(instruction) ? SimplifyAction.Protected
                : SimplifyAction.Uncertain,
                []
            );
        }

        var dropped = texts.Where((_, i) => i < first || i >= end).ToList();
        return dropped.Count == 0
            ? (response, SimplifyAction.Kept, [])
            : (response[sentences[first].Start..(sentences[end - 1].Start + sentences[end - 1].Length)], SimplifyAction.Shortened, dropped);
    }
}
