namespace Pipeline.Modeling.Decoding;

/// <summary>A model that answers prompts and scores answers: weights, and perhaps an adapter, in memory.</summary>
public interface IInferenceModel : IDisposable
{
    /// <summary>The longest sequence that learned positions allow, tokens; null where positions are rotary.</summary>
    int? LongestSequence { get; }

    /// <summary>An engine over these weights; the caller disposes it before the model.</summary>
    /// <param name="slots">Sequences held at once.</param>
    /// <param name="capacity">The longest sequence, tokens.</param>
    /// <param name="threads">Threads to compute with, where the engine has a choice.</param>
    ITokenEngine CreateEngine(int slots, int capacity, int threads);

    /// <summary>A scorer over these weights; the caller disposes it before the model.</summary>
    /// <param name="threads">Threads to compute with, where the scorer has a choice.</param>
    IAnswerScorer CreateScorer(int threads);
}
