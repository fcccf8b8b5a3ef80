using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// A maximal verbatim span, within one sentence and line, that an answer shares with any training instance: it lies inside no other span
/// of the answer.
/// </summary>
public sealed class BorrowedSpanRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the span in the answer, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>Number of words.</summary>
    public int Words { get; set; }

    /// <summary>
    /// The training instance that it is attributed to: of those that hold it the one that retrieval ranks best; where none was retrieved,
    /// the one that shares most words with prompt and answer, weighted by rarity.
    /// </summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the text of that instance that <see cref="SourceField"/> and
    /// <see cref="SourceTurn"/> name.</summary>
    public int SourceStart { get; set; }

    /// <summary>Length in that text, UTF-16 characters.</summary>
    public int SourceLength { get; set; }

    /// <summary>Similarity of answer and source instance, as retrieval scored it; null where it was not among the retrieved.</summary>
    public double? Similarity { get; set; }

    /// <summary>How many instances of the whole table hold the span in a searched text: the fewer, the stronger the evidence.</summary>
    public int SourceCount { get; set; }

    /// <summary>Whether the span also stands in the prompt, so that it needs no other source.</summary>
    public bool InPrompt { get; set; }

    /// <summary>
    /// Whether it counts as borrowed: <see cref="Level"/> 2 or more and not contamination, or known for certain. Where no control says what
    /// chance and style give, nothing does.
    /// </summary>
    public bool Borrowed { get; set; }

    /// <summary>What of the source instance the span stands in.</summary>
    public InstanceField SourceField { get; set; }

    /// <summary>
    /// 0-based turn of that text in the instance's conversation, the system message not counted. The last instruction and its input are one
    /// turn: 0 where there is no history; its response is the next.
    /// </summary>
    public int SourceTurn { get; set; }

    /// <summary>Tokens of the answer that spell the span, at least in part; null where no token distributions were measured.</summary>
    public int? Tokens { get; set; }

    /// <summary>−Σ ln p_base over those tokens, nats: how surprising the base, given the answer up to them, finds the span; null where no
    /// token distributions were measured.</summary>
    public double? BaseSurprisal { get; set; }

    /// <summary>Σ (ln p_tuned − ln p_base) over those tokens, nats: what tuning added; null where no token distributions were
    /// measured.</summary>
    public double? LogRatio { get; set; }

    /// <summary>Tokens of the span's content words whose class is shifted; null where no token distributions were measured.</summary>
    public int? ShiftedTokens { get; set; }

    /// <summary>Tokens of the span's content words whose class is marginal; null where no token distributions were measured.</summary>
    public int? MarginalTokens { get; set; }

    /// <summary>
    /// −Σ ln P of the span's words after the words before it, nats, under an interpolated trigram model of the training responses and the
    /// control's answers without the rows that hold the span; null where it was not measured.
    /// </summary>
    public double? CorpusSurprisal { get; set; }

    /// <summary>
    /// What spans are ordered by, nats: the surprisal under the base where it was measured, else that under the corpus; null where neither
    /// was. Length, the number of rows that hold a span and similarity decide nothing: among few rows every phrase is rare, and style is
    /// long.
    /// </summary>
    internal double? Evidence => BaseSurprisal ?? CorpusSurprisal;

    /// <summary>
    /// The estimated share of false discoveries among all spans with evidence at least as strong, 0–1: see
    /// <see cref="Modeling.Statistics.TargetDecoy"/>; null where no control says what is false.
    /// </summary>
    public double? QValue { get; set; }

    /// <summary>
    /// How far the evidence goes: 1 it stands in a row; 2 <see cref="QValue"/> is at most 0.05; 3 besides, one of its content words'
    /// tokens is shifted or marginal, or it is known for certain; 4 besides, retraining without its source rows lowers it beyond both
    /// placebos, and <see cref="CauseQValue"/> is at most 0.05. What was not measured is not reached.
    /// </summary>
    public int Level { get; set; } = 1;

    /// <summary>
    /// The training instance whose request is nearly the prompt and whose responses hold the span: right content of contamination, not
    /// borrowing. Empty for none.
    /// </summary>
    public string ContaminatedBy { get; set; } = "";

    /// <summary>How near that request is to the prompt: the cosine of their words' tf-idf vectors, 0–1; null for none.</summary>
    public double? RequestSimilarity { get; set; }

    /// <summary>How the log-probability of what was measured of the span changed when the model was retrained without the rows that its
    /// spans are attributed to, nats; null where it was not measured.</summary>
    public double? SourceChange { get; set; }

    /// <summary>The lower of its changes when the model was retrained without as many random and as many similar rows, nats; null where it
    /// was not measured.</summary>
    public double? PlaceboChange { get; set; }

    /// <summary>The estimated share, 0–1, of falls at least as deep as <see cref="SourceChange"/> that are no more than a placebo's; null
    /// where it was not measured.</summary>
    public double? CauseQValue { get; set; }
}
