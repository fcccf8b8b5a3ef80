using System.Text.RegularExpressions;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Ingest;

namespace Pipeline.Stages.Simplify;

/// <summary>The open simplification.</summary>
internal sealed partial class RuleSimplifier(SimplifyOptions options) : IPartTransform<SimplifiedRow>
{
    public async ValueTask<IReadOnlyList<SimplifiedRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var instances = await inputs.ReadAsync<InstanceRow>(SimplifyStage.Instances, cancellation).ConfigureAwait(false);
        return instances.AsParallel().AsOrdered().WithDegreeOfParallelism(context.Stage.CpuWorkers).WithCancellation(cancellation).Select(Simplify).ToList();
    }

    public void Dispose()
    {
    }

    /// <summary>
    /// Keeps the first sentences that answer: an opener that only restates or flatters does not count, a sentence that elaborates ends the
    /// core even before it is full.
    /// </summary>
    internal SimplifiedRow Simplify(InstanceRow instance)
    {
        if (Words.Of(instance.Response).Count <= options.ShortWords)
        {
            return Row(instance, instance.Response, "kept", []);
        }

        if (TaskKind.Protects(instance.RequestText(), instance.Response) is not null)
        {
            return Row(instance, instance.Response, "protected", []);
        }

        var sentences = SentenceSplitter.Split(instance.Response).Select(sentence => instance.Response.Substring(sentence.Start, sentence.Length)).ToList();
        var core = new List<string>();
        var dropped = new List<string>();
        foreach (var sentence in sentences)
        {
            var full = core.Count == options.MaxSentences;
            var wanted = !full && (core.Count == 0 ? !Opener().IsMatch(sentence) || sentence == sentences[^1] : dropped.Count == 0 && !Elaboration().IsMatch(sentence));
            (wanted ? core : dropped).Add(sentence);
        }

        return dropped.Count == 0 ? Row(instance, instance.Response, "kept", []) : Row(instance, string.Join(' ', core), "shortened", dropped);
    }

    private static SimplifiedRow Row(InstanceRow instance, string response, string action, List<string> dropped) => new()
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
        DroppedSentences = [.. dropped],
    };

    [GeneratedRegex(@"^(sure|certainly|of course|great question|good question|thank you|i'd be happy|i would be happy|as an ai|absolutely|here (is|are))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Opener();

    [GeneratedRegex(
        @"^(additionally|also|furthermore|moreover|in addition|for example|for instance|in conclusion|overall|finally|lastly|however|therefore|ultimately|in summary|to summarize|it is (also )?(important|worth)|note that|please note|let me know|i hope|if you (have|need|want)|this (means|is because|can also)|some (examples|other)|other)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Elaboration();
}
