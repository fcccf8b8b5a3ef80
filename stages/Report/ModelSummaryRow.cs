using Pipeline.Stages.Answers;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.Stages.Report;

/// <summary>One model in figures; the table <c>summary.parquet</c> beside the page. Intervals are 95 % bootstrap intervals over
/// prompts.</summary>
public sealed class ModelSummaryRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "summary.parquet";

    /// <summary>The model.</summary>
    public string Model { get; set; } = "";

    /// <summary>How it was tuned.</summary>
    public TuningMethod Method { get; set; }

    /// <summary>The dataset that it was trained on or is held against.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>Number of answers.</summary>
    public int Answers { get; set; }

    /// <summary>Mean length of an answer, words.</summary>
    public double MeanWords { get; set; }

    /// <summary>Lower end of its interval, words; null for fewer than two prompts.</summary>
    public double? MeanWordsLow { get; set; }

    /// <summary>Upper end of its interval, words; null for fewer than two prompts.</summary>
    public double? MeanWordsHigh { get; set; }

    /// <summary>Mean ROUGE-L F1 against the references, 0–1; null without references.</summary>
    public double? RougeL { get; set; }

    /// <summary>Lower end of its interval.</summary>
    public double? RougeLLow { get; set; }

    /// <summary>Upper end of its interval.</summary>
    public double? RougeLHigh { get; set; }

    /// <summary>Mean unigram F1 against the references, 0–1; null without references.</summary>
    public double? TokenF1 { get; set; }

    /// <summary>Mean share of an answer's 4-grams of words that occurred earlier in it, 0–1; null without answers.</summary>
    public double? Repetition { get; set; }

    /// <summary>Training loss: mean cross-entropy, nats per label token, of the final weights over a sample of the training rows drawn by
    /// seed, without dropout and noise; null for a model that was not tuned here, and where it was not measured.</summary>
    public double? TrainingLoss { get; set; }

    /// <summary>Held-out loss, nats per label token: the same over rows held out of training; null where there are none.</summary>
    public double? HeldOutLoss { get; set; }

    /// <summary>Mean KL(tuned‖base) over all answer tokens, nats; null for a model without a base.</summary>
    public double? MeanKl { get; set; }

    /// <summary>Lower end of its interval, nats.</summary>
    public double? MeanKlLow { get; set; }

    /// <summary>Upper end of its interval, nats.</summary>
    public double? MeanKlHigh { get; set; }

    /// <summary>Mean KL(tuned‖base) over the first 5 % of each sentence's tokens (at least one), nats.</summary>
    public double? SentenceStartKl { get; set; }

    /// <summary>Mean KL(tuned‖base) over the other tokens, nats.</summary>
    public double? SentenceRestKl { get; set; }

    /// <summary>Share of tokens with base rank 1, 0–1.</summary>
    public double? Unshifted { get; set; }

    /// <summary>Share of tokens with base rank 2 or 3, 0–1.</summary>
    public double? Marginal { get; set; }

    /// <summary>Share of tokens with a base rank above 3, 0–1.</summary>
    public double? Shifted { get; set; }

    /// <summary>Spans of level 2 and more that are no contamination; null for a control, and without one.</summary>
    public int? BorrowedSpans { get; set; }

    /// <summary>Those spans per 1,000 answer words; null for a control, and without one.</summary>
    public double? BorrowedPerThousand { get; set; }

    /// <summary>Lower end of its interval.</summary>
    public double? BorrowedLow { get; set; }

    /// <summary>Upper end of its interval.</summary>
    public double? BorrowedHigh { get; set; }

    /// <summary>Prompts that the control answered too: the rates below are over these alone; null without a control.</summary>
    public int? ComparedPrompts { get; set; }

    /// <summary>The first so many words of each answer that the rates below count; null without a control.</summary>
    public int? ComparedWords { get; set; }

    /// <summary>What kind of control it is: <c>twin</c> and <c>split_half</c> have the model's style by design; with others an excess may
    /// be style. Null without a control.</summary>
    public ControlKind? ComparedBy { get; set; }

    /// <summary>Spans that stand in a training row, whatever their evidence, per 1,000 of these words; null without a control.</summary>
    public double? SharedPerThousand { get; set; }

    /// <summary>The same of the control's answers against rows that it was not trained on; null without one.</summary>
    public double? ControlPerThousand { get; set; }

    /// <summary>The model's rate less the control's; null without one.</summary>
    public double? Excess { get; set; }

    /// <summary>Lower end of its interval, prompts drawn in pairs.</summary>
    public double? ExcessLow { get; set; }

    /// <summary>Upper end of its interval, prompts drawn in pairs.</summary>
    public double? ExcessHigh { get; set; }

    /// <summary>The interval of <see cref="MeanKl"/>.</summary>
    internal (double Low, double High)? MeanKlInterval => Figure.Pair(MeanKlLow, MeanKlHigh);

    /// <summary>The interval of <see cref="MeanWords"/>.</summary>
    internal (double Low, double High)? MeanWordsInterval => Figure.Pair(MeanWordsLow, MeanWordsHigh);

    /// <summary>The interval of <see cref="RougeL"/>.</summary>
    internal (double Low, double High)? RougeLInterval => Figure.Pair(RougeLLow, RougeLHigh);

    /// <summary>The interval of <see cref="BorrowedPerThousand"/>.</summary>
    internal (double Low, double High)? BorrowedInterval => Figure.Pair(BorrowedLow, BorrowedHigh);

    /// <summary>The interval of <see cref="Excess"/>.</summary>
    internal (double Low, double High)? ExcessInterval => Figure.Pair(ExcessLow, ExcessHigh);
}
