using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Stages.Data;

/// <summary>
/// A random order of instances that seed and id alone decide. The first n of it are a random subset of size n; subsets of the same seed are
/// nested; a row added to a dataset changes any of them by one row at most.
/// </summary>
internal static class InstanceDraw
{
    /// <summary>Where an instance stands in the order of a seed: smaller comes first.</summary>
    public static UInt128 Place(int seed, string instanceId) =>
        BinaryPrimitives.ReadUInt128BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{instanceId}")))
        );

    /// <summary>The first <paramref name="size"/> instances in the order of a seed.</summary>
    public static IReadOnlySet<string> First(IReadOnlyList<string> instanceIds, int size, int seed) =>
        instanceIds.OrderBy(id => Place(seed, id)).Take(size).ToHashSet(StringComparer.Ordinal);
}
