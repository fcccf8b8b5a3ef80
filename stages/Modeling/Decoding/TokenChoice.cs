namespace Pipeline.Modeling.Decoding;

/// <summary>A chosen token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">Its natural log-probability under the model itself, before penalty, temperature and truncation.</param>
/// <param name="IsNearTie">Whether the two best logits were closer than 1e-4: another order of summation could have chosen the
/// other.</param>
internal readonly record struct TokenChoice(int Id, float LogProbability, bool IsNearTie);
