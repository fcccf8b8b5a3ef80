using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.MatchLoss;

namespace Pipeline.Stages.Report;

/// <summary>All that was found about one model.</summary>
internal sealed record ModelFindings(
    ReportedModel Model,
    IReadOnlyList<GenerationRow> Answers,
    IReadOnlyList<JudgementRow> Judgements,
    IReadOnlyList<TokenShiftRow> Shift,
    IReadOnlyList<BorrowedSpanRow> Spans,
    IReadOnlyList<BorrowingRateRow> Rates,
    IReadOnlyList<TrainingMetricRow> Training
)
{
    /// <summary>The prompts that the model answered, in order.</summary>
    public IReadOnlyList<string> Prompts { get; } = Answers.Select(answer => answer.InstanceId).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The rates of a quantity beside the control's, of one model, or of each of several that differ in their seed.</summary>
    /// <param name="quantity">What is counted.</param>
    /// <param name="atEqualLength">Over as many words of each answer, or over all.</param>
    public IEnumerable<BorrowingRateRow> FindRates(BorrowingQuantity quantity, bool atEqualLength = true) =>
        Rates.Where(rate => rate.Quantity == quantity && rate.FirstWords is not null == atEqualLength);

    /// <summary>The spans that count as borrowed.</summary>
    public IReadOnlyList<BorrowedSpanRow> Borrowed { get; } = Spans.Where(span => span.Borrowed).ToList();

    /// <summary>Whether they were held against a control: else none can be called borrowed, which is not the same as that none
    /// is.</summary>
    public bool IsJudged => Model.IsCompared && (Rates.Count > 0 || Model.ComparedBy is not null);

    /// <summary>How many of them were caused by their rows, as retraining shows; null where none was retrained for.</summary>
    public int? Caused { get; } =
        Spans.Any(span => span.SourceChange is not null) ? Spans.Count(span => span is { Borrowed: true, Level: >= 4 }) : null;

    /// <summary>What training ended with, or what was chosen of it: one checkpoint a model; none where none was tuned here.</summary>
    public IReadOnlyList<TrainingCheckpointRow> Final { get; init; } = [];

    /// <summary>What it was chosen from by its training loss; empty where it was not.</summary>
    public IReadOnlyList<MatchCandidateRow> Candidates { get; init; } = [];

    /// <summary>What of the base its adapter changes; null for a model without one, and for one from elsewhere.</summary>
    public LoraShape? Adapter { get; init; }

    /// <summary>How many models it is about: several where they differ in their seed alone.</summary>
    public int Seeds { get; init; } = 1;

    private readonly Lazy<Dictionary<(string, int), GenerationRow>> _answers = new(() =>
        Answers.ToDictionary(answer => (answer.InstanceId, answer.Sample))
    );

    /// <summary>All that was found about models that differ in their seed alone, as about one: a prompt's answers are drawn
    /// together.</summary>
    public static ModelFindings Pool(string name, IReadOnlyList<ModelFindings> seeds) =>
        seeds is [var only]
            ? only
            : new ModelFindings(
                seeds[0].Model with
                {
                    Name = name,
                },
                [.. seeds.SelectMany(found => found.Answers)],
                [.. seeds.SelectMany(found => found.Judgements)],
                [.. seeds.SelectMany(found => found.Shift)],
                [.. seeds.SelectMany(found => found.Spans)],
                [.. seeds.SelectMany(found => found.Rates)],
                [.. seeds.SelectMany(found => found.Training)]
            )
            {
                Seeds = seeds.Count,
                Final = [.. seeds.SelectMany(found => found.Final)],
            };

    /// <summary>The prompts that another model answered too, in order: models can be compared over these only.</summary>
    public IReadOnlyList<string> PromptsSharedWith(ModelFindings other)
    {
        var answered = other.Prompts.ToHashSet(StringComparer.Ordinal);
        return Prompts.Where(answered.Contains).ToList();
    }

    /// <summary>The answer that a span stands in.</summary>
    public GenerationRow AnswerOf(BorrowedSpanRow span) => _answers.Value[(span.InstanceId, span.Sample)];
}
