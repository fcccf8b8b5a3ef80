namespace Pipeline.Engine.Caching;

/// <summary>
/// Remembers replies by request digest across runs and kills. Losing it costs time only: the same request must always give the same reply.
/// </summary>
public interface IMemo
{
    /// <summary>The remembered reply to a request, if there is one.</summary>
    bool TryGet(string requestDigest, out byte[] reply);

    /// <summary>
    /// Remembers replies that were computed together (a batch): after a kill all of them are there, or none. They survive a kill once this
    /// returns. Safe to call from several threads.
    /// </summary>
    void Put(IReadOnlyList<(string RequestDigest, ReadOnlyMemory<byte> Reply)> replies);

    /// <summary>Remembers one reply.</summary>
    void Put(string requestDigest, ReadOnlySpan<byte> reply) => Put([(requestDigest, reply.ToArray())]);
}
