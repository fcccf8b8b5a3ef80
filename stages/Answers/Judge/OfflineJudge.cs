using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Answers.Judge;

/// <summary>The open offline judge.</summary>
internal sealed class OfflineJudge(JudgeOptions options) : IPartTransform<JudgementRow>
{
    public async ValueTask<IReadOnlyList<JudgementRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(JudgeStage.Answers, cancellation).ConfigureAwait(false);
        return await OrderedRows.TransformAsync(answers, Judge, context.Stage.CpuWorkers, cancellation).ConfigureAwait(false);
    }

    private JudgementRow Judge(GenerationRow answer)
    {
        var words = Keys(answer.Text);
        var reference = answer.Reference is null ? null : Keys(answer.Reference);
        return new JudgementRow
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Characters = new StringInfo(answer.Text).LengthInTextElements,
            Words = words.Length,
            Sentences = SentenceSplitter.Split(answer.Text).Count,
            ReferenceWords = reference?.Length,
            TokenF1 = reference is null ? null : WordOverlap.TokenF1(words, reference),
            RougeL = reference is null ? null : WordOverlap.RougeL(words, reference),
            Repetition = WordOverlap.Repetition(words, options.RepetitionWords),
        };
    }

    private static string[] Keys(string text) => Words.Split(text).Select(word => word.Key).ToArray();
}
