namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// How far the tuned model's next-token distribution moved from the base model's at one answer position. Columns that begin with
/// <c>Token</c> are about the token of the answer, those with <c>Argmax</c> about the token that the tuned model likes most: the same under
/// greedy decoding, not for sampled or imported answers. <c>TopK</c> columns follow AlignTDS and compare with published figures.
/// </summary>
public sealed class TokenShiftRow
{
    private const double StartShare = 0.05;

    /// <summary>The prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>The tuned model's name.</summary>
    public string Model { get; set; } = "";

    /// <summary>How it was tuned.</summary>
    public TuningMethod Method { get; set; }

    /// <summary>The model on the base's side: <c>base</c>, or another tuned one.</summary>
    public string Reference { get; set; } = "";

    /// <summary>What stood around the request for the base. A table has the rows of every wrapper, answer by answer.</summary>
    public BaseWrapper Wrapper { get; set; }

    /// <summary>0-based position in the answer.</summary>
    public int Position { get; set; }

    /// <summary>0-based sentence of the answer that the token begins in.</summary>
    public int SentenceIndex { get; set; }

    /// <summary>0-based position of the token in its sentence.</summary>
    public int PositionInSentence { get; set; }

    /// <summary>Number of tokens in that sentence.</summary>
    public int SentenceTokens { get; set; }

    /// <summary>The answer's token.</summary>
    public int TokenId { get; set; }

    /// <summary>The text that the token adds to the answer; empty for an end token and for all but the last token of one
    /// character.</summary>
    public string TokenText { get; set; } = "";

    /// <summary>Whether the token is the one that ends an answer; published shares do not count it.</summary>
    public bool EndsAnswer { get; set; }

    /// <summary>KL(tuned‖base) over the full vocabulary, nats.</summary>
    public float KlTunedBase { get; set; }

    /// <summary>KL(base‖tuned) over the full vocabulary, nats.</summary>
    public float KlBaseTuned { get; set; }

    /// <summary>Entropy of the base model's distribution, nats.</summary>
    public float EntropyBase { get; set; }

    /// <summary>Entropy of the tuned model's distribution, nats.</summary>
    public float EntropyTuned { get; set; }

    /// <summary>1-based rank of the answer's token under the base model: one more than the tokens that it likes better.</summary>
    public int TokenBaseRank { get; set; }

    /// <summary>Probability of the answer's token under the base model.</summary>
    public float TokenBaseProbability { get; set; }

    /// <summary>Probability of the answer's token under the tuned model.</summary>
    public float TokenTunedProbability { get; set; }

    /// <summary>The token that the tuned model likes most; of equals the lowest id.</summary>
    public int ArgmaxId { get; set; }

    /// <summary>1-based rank of that token under the base model (the paper's η).</summary>
    public int ArgmaxBaseRank { get; set; }

    /// <summary>Probability of that token under the base model.</summary>
    public float ArgmaxBaseProbability { get; set; }

    /// <summary>Probability of that token under the tuned model.</summary>
    public float ArgmaxTunedProbability { get; set; }

    /// <summary>Sum over tokens in both top-k lists of base · ln(base / tuned), both lists re-normalised; nats, may be negative.</summary>
    public float TopKKl { get; set; }

    /// <summary>0-based rank of the tuned model's most likely token in the base's top-k list; k where it is not in it.</summary>
    public int TopKBaseRank { get; set; }

    /// <summary>Its probability in the base's re-normalised list; 0 where it is not in it.</summary>
    public float TopKBaseProbability { get; set; }

    /// <summary>Class by <see cref="ArgmaxBaseRank"/>.</summary>
    public ShiftClass ShiftClass { get; set; }

    /// <summary>Whether it is among the first 5 % of its sentence's tokens, rounded up, so that every sentence has one (figure 4 of the
    /// paper).</summary>
    internal bool StartsSentence => PositionInSentence < Math.Ceiling(StartShare * SentenceTokens);
}
