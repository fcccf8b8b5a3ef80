using System.ComponentModel.DataAnnotations;

namespace Pipeline.Stages.Answers.Judge;

/// <summary>Settings of the offline judge.</summary>
public sealed record JudgeOptions
{
    /// <summary>Length of the word sequences whose repetition is counted.</summary>
    [Range(1, 1000)]
    public int RepetitionWords { get; init; } = 4;
}
