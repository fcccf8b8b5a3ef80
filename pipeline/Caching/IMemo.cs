namespace Pipeline.Engine.Caching;

/// <summary>
/// Remembers replies by request digest across runs and kills. Losing it costs time only: the same request must always give the same reply.
/// </summary>
public interface IMemo
{
    /// <summary>The remembered reply to a request, if there is one.</summary>
    bool TryGet(string requestDigest, out byte[] reply);

    /// <summary>Remembers a reply; it survives a kill once this returns. Safe to call from several threads.</summary>
    void Put(string requestDigest, ReadOnlySpan<byte> reply);
}
