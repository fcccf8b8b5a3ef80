using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>
/// How many of a model's words stand in a dataset's responses; the table <c>borrowed_words.parquet</c>. The paper's "borrowed" shares are
/// the rows of the shifted and marginal words against the training set; the unshifted words, and the datasets that the model never saw, are
/// what they have to be held against.
/// </summary>
public sealed class BorrowedWordRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "borrowed_words.parquet";

    /// <summary>The tuned model's name.</summary>
    public string Model { get; set; } = "";

    /// <summary>The model on the base's side: <c>base</c>, or another tuned one.</summary>
    public string Reference { get; set; } = "";

    /// <summary>What stood around the request for the base.</summary>
    public BaseWrapper Wrapper { get; set; }

    /// <summary>Class of the word's first token.</summary>
    public ShiftClass ShiftClass { get; set; }

    /// <summary>The dataset in whose responses the words are looked up.</summary>
    public string Dataset { get; set; } = "";

    /// <summary>Whether the model was trained on it.</summary>
    public bool TrainedOn { get; set; }

    /// <summary>Words of that class in the answers, every occurrence counted.</summary>
    public long Words { get; set; }

    /// <summary>Those that occur as a whole word, case-folded, in a response of the dataset (of a conversation in any of them),
    /// 0–1.</summary>
    public double Share { get; set; }

    /// <summary>Lower end of its 95 % interval over instances: a bootstrap's, or of a share of none or all the exact one; null for fewer
    /// than two, and where nothing varies.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }
}
