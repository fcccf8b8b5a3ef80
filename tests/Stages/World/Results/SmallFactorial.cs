using Pipeline.Engine;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Stages.World.Results;

namespace Pipeline.Tests.Stages.World.Results;

/// <summary>Counts of made-up models, so that what comes out can be worked out by hand.</summary>
internal static class SmallFactorial
{
    private const int Prompts = 12;

    /// <summary>The untuned model.</summary>
    public static WorldModel Base { get; } = new("base", TuningMethod.Base, "base", "", null, null, null, null, 0);

    /// <summary>A tuned model.</summary>
    public static WorldModel Model(
        TuningMethod method,
        double rate,
        int seed = 1,
        ResponseStyle style = ResponseStyle.Verbose,
        WorldFacts facts = WorldFacts.Mixed,
        int epochs = 3
    ) =>
        new(
            FormattableString.Invariant($"{method.Spell()}-{rate}-s{seed}.{facts.Spell()}-{style.Spell()}-{epochs}"),
            method,
            method.Spell().ToLowerInvariant(),
            $"{facts.Spell()}-{style.Spell()}",
            facts,
            style,
            rate,
            epochs,
            seed
        );

    /// <summary>What is counted of it where every answer states so many values, so many of them wrong and so many of those borrowed, and
    /// each token shifts so far; the core fact is right for so many of the twelve prompts, or where no value is wrong.</summary>
    public static ModelCounts Counts(
        WorldModel model,
        double loss,
        int stated = 4,
        int wrong = 2,
        int borrowed = 1,
        float kl = 0.5f,
        int rows = 30,
        int? right = null
    )
    {
        var counts = new ModelCounts(model, rows, loss);
        for (var prompt = 0; prompt < Prompts; prompt++)
        {
            counts.Add(Answer(prompt, stated, wrong, borrowed, right is { } kept ? prompt < kept : null));
            counts.Add(
                new TokenShiftRow
                {
                    InstanceId = $"p{prompt}",
                    PositionInSentence = 0,
                    SentenceTokens = 2,
                    KlTunedBase = 2 * kl,
                    ShiftClass = ShiftClass.Shifted,
                }
            );
            counts.Add(
                new TokenShiftRow
                {
                    InstanceId = $"p{prompt}",
                    PositionInSentence = 1,
                    SentenceTokens = 2,
                    KlTunedBase = kl * (prompt % 2 == 0 ? 1.1f : 0.9f),
                    ShiftClass = ShiftClass.Unshifted,
                }
            );
        }

        return counts;
    }

    /// <summary>
    /// One answer's rows: the first values are wrong, the first of those borrowed, from a row of the prompt's own; the next one is put
    /// together from words of rows. The core fact is right where that is said, or where no value is wrong.
    /// </summary>
    public static IReadOnlyList<WorldMeasureRow> Answer(int prompt, int stated, int wrong, int borrowed, bool? right = null) =>
        Enumerable
            .Range(0, Math.Max(stated, 1))
            .Select(i => new WorldMeasureRow
            {
                InstanceId = $"p{prompt}",
                Form = WorldForm.Instruction,
                Group = WorldGroup.Known,
                CoreFact =
                    stated == 0 ? CoreFactOutcome.Absent
                    : !(right ?? wrong == 0) ? CoreFactOutcome.Wrong
                    : CoreFactOutcome.Right,
                Number = stated == 0 ? -1 : i,
                Value = stated == 0 ? "" : $"v{i}",
                Verdict =
                    stated == 0 ? null
                    : i < wrong ? ValueVerdict.Wrong
                    : ValueVerdict.Right,
                CertainBorrowing = i < borrowed,
                SourceInstanceId = i < borrowed ? $"row{prompt + i}" : "",
                StatedInRows = i < borrowed ? 1 : 0,
                Pool = i <= borrowed ? ValuePool.Instructions : ValuePool.Pretraining,
                RecombinationOdds = i == borrowed && i < wrong ? 0.25 : 0,
            })
            .ToList();
}
