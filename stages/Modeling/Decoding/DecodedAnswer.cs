namespace Pipeline.Modeling.Decoding;

/// <summary>An answer token by token.</summary>
/// <param name="Ids">The ids, the end token included where one was written.</param>
/// <param name="LogProbabilities">Natural log-probability of each under the model itself.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="NearTies">Tokens that were chosen although another's logit was closer than 1e-4.</param>
public sealed record DecodedAnswer(int[] Ids, float[] LogProbabilities, AnswerFinish Finish, int NearTies);

/// <summary>Why an answer ended.</summary>
public enum AnswerFinish
{
    /// <summary>The most tokens allowed were written.</summary>
    Length,

    /// <summary>An end token was written.</summary>
    EndToken,

    /// <summary>The text holds a stop string.</summary>
    StopString,
}
