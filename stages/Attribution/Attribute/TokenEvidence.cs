namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>What the token distributions say of one span: how unlikely the base, teacher-forced in the answer's own context, found what the
/// tuned model wrote.</summary>
/// <param name="BaseSurprisal">−Σ ln p_base over the span's tokens, nats.</param>
/// <param name="LogRatio">Σ (ln p_tuned − ln p_base) over them, nats: what tuning added.</param>
/// <param name="Tokens">The span's tokens: the fewest that cover it.</param>
/// <param name="ShiftedTokens">Those of its content words whose class is shifted.</param>
/// <param name="MarginalTokens">Those of its content words whose class is marginal.</param>
internal readonly record struct TokenEvidence(double BaseSurprisal, double LogRatio, int Tokens, int ShiftedTokens, int MarginalTokens);
