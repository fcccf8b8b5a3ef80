using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Support;

/// <summary>Remembers replies in memory, and counts.</summary>
internal sealed class CountingMemo : IMemo
{
    private readonly Dictionary<string, byte[]> _replies = new(StringComparer.Ordinal);

    /// <summary>How often a reply was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>How many replies were made.</summary>
    public int Made { get; private set; }

    public bool TryGet(string requestDigest, out byte[] reply)
    {
        Asked++;
        return _replies.TryGetValue(requestDigest, out reply!);
    }

    public void Put(IReadOnlyList<(string RequestDigest, ReadOnlyMemory<byte> Reply)> replies)
    {
        foreach (var (digest, reply) in replies)
        {
            Made++;
            _replies[digest] = reply.ToArray();
        }
    }
}
