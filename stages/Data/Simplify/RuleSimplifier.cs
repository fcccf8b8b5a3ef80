using System.Text.RegularExpressions;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>The open simplification.</summary>
internal sealed partial class RuleSimplifier(SimplifyOptions options) : IPartTransform<SimplifiedRow>
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
            var instruction = string.Join('\n', request.Where(text => text.Field == InstanceField.Instruction).Select(text => text.Text));
            var (text, action, sentences) = Shorten(instruction, response.Text);
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

    /// <summary>
    /// Keeps the core answer as the response spells it: from the first sentence that is more than an opening, up to the most sentences
    /// wanted or one that begins to elaborate.
    /// </summary>
    private (string Text, SimplifyAction Action, IReadOnlyList<string> Dropped) Shorten(string instruction, string response)
    {
        if (Words.Split(response).Count <= options.ShortWords)
        {
            return (response, SimplifyAction.Kept, []);
        }

        if (TaskKind.Protects(instruction, response))
        {
            return (response, SimplifyAction.Protected, []);
        }

        var sentences = SentenceSplitter.Split(response);
        var texts = sentences.Select(sentence => response.Substring(sentence.Start, sentence.Length)).ToList();
        var first = texts.FindIndex(text => !IsOpening(text));
        first = first < 0 ? texts.Count - 1 : first;
        var end = first + 1;
        while (end < texts.Count && end - first < options.MaxSentences && !Elaboration().IsMatch(texts[end]))
        {
            end++;
        }

        var dropped = texts.Where((_, i) => i < first || i >= end).ToList();
        return dropped.Count == 0
            ? (response, SimplifyAction.Kept, [])
            : (response[sentences[first].Start..(sentences[end - 1].Start + sentences[end - 1].Length)], SimplifyAction.Shortened, dropped);
    }

    /// <summary>Courtesy, or the announcement of what follows.</summary>
    private static bool IsOpening(string sentence) => sentence.EndsWith(':') || Courtesy().IsMatch(sentence);

    [GeneratedRegex(
        @"^((sure|certainly|of course|absolutely|yes|okay|ok)( thing)?[.!]$|(great|good|excellent|interesting) question\b|thank you\b|thanks\b|i('d| would) be (happy|glad)\b|as an ai\b|i hope\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Courtesy();

    [GeneratedRegex(
        @"^(additionally|also|furthermore|moreover|in addition|besides|similarly|for (example|instance)|in conclusion|overall|finally|lastly|however|therefore|thus|ultimately|in (summary|short|general)"
            + @"|to summari[sz]e|it (is|was) also|it('s| is) (important|worth)|it also|note that|please note|let me know|i hope|if you (have|need|want)|this (means|is because|can|allows|makes|helps)"
            + @"|some (examples|other)|other|these|they also|he also|she also)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Elaboration();
}
