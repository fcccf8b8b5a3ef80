namespace Pipeline.Engine.Planning;

/// <summary>What making one sealed artifact took. Volatile, so never part of it; it stays with the run that made it.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Fingerprint">The artifact's fingerprint.</param>
/// <param name="Seconds">Time spent computing it, without waiting.</param>
/// <param name="Made">When it was sealed, UTC.</param>
/// <param name="Processor">What computed it.</param>
public sealed record UnitWork(string Stage, string Fingerprint, double Seconds, DateTimeOffset Made, string Processor);
