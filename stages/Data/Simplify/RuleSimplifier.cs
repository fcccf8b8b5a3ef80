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

    /// <summary>
    /// Keeps the core answer as the response spells it: from the first sentence that is more than an opening, up to the most sentences
    /// wanted
    /// or one that begins to elaborate.
    /// </summary>
    internal SimplifiedRow Simplify(InstanceRow instance)
    {
        var response = instance.Response;
        if (Words.Split(response).Count <= options.ShortWords)
        {
            return Row(instance, response, "kept", []);
        }

        if (TaskKind.Protects(instance.Instruction, response) is not null)
        {
            return Row(instance, response, "protected", []);
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

        var dropped = texts.Where((_, i) => i < first || i >= end).ToArray();
        var core = response[sentences[first].Start..(sentences[end - 1].Start + sentences[end - 1].Length)];
        return dropped.Length == 0 ? Row(instance, response, "kept", []) : Row(instance, core, "shortened", dropped);
    }

    /// <summary>Courtesy, or the announcement of what follows.</summary>
    private static bool IsOpening(string sentence) => sentence.EndsWith(':') || Courtesy().IsMatch(sentence);

    private static SimplifiedRow Row(InstanceRow instance, string response, string action, string[] dropped) =>
        new()
        {
            InstanceId = instance.InstanceId,
            Dataset = instance.Dataset,
            System = instance.System,
            Instruction = instance.Instruction,
            Input = instance.Input,
            Response = response,
            HistoryRoles = instance.HistoryRoles,
            HistoryContents = instance.HistoryContents,
            OriginalResponse = instance.Response,
            Action = action,
            DroppedSentences = dropped,
        };

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
