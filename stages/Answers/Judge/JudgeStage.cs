using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Answers.Judge;

/// <summary>Scores each answer offline: lengths, overlap with the reference where there is one, repetition.</summary>
public sealed class JudgeStage(JudgeOptions options) : MapStage<JudgementRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <inheritdoc />
    public override string Name => "judge";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<JudgementRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => ValueTask.FromResult<IPartTransform<JudgementRow>>(new OfflineJudge(options));
}
