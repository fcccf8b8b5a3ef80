using System.Text;

namespace Pipeline.Tests.Support;

/// <summary>Damages files of JSON: bytes changed, lost, doubled or cut off, and values replaced by hostile ones.</summary>
public sealed class Mutation(int seed)
{
    private static readonly string[] _hostile =
    [
        "null",
        "true",
        "-1",
        "0",
        "1",
        "1.5",
        "1e300",
        "1e400",
        "-0",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "[]",
        "{}",
        "\"\"",
        "\"\\ud800\"",
        "[[]]",
        "[null]",
        "{\"a\":{}}",
        "[1,2,3]",
        "\"sliding_attention\"",
        "\"yarn\"",
        "\"dynamic\"",
        "\"longrope\"",
        "[-1]",
        "[0,0]",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy.</summary>
    public byte[] Apply(byte[] original)
    {
        var bytes = original;
        var times = _random.Next(1, 4);
        for (var i = 0; i < times && bytes.Length > 2; i++)
        {
            bytes = _random.Next(6) switch
            {
                0 => Changed(bytes),
                1 => [.. bytes[.._random.Next(bytes.Length)]],
                2 => Spliced(bytes, (byte)_random.Next(256)),
                3 => Without(bytes),
                _ => Replaced(bytes),
            };
        }

        return bytes;
    }

    private byte[] Changed(byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        copy[_random.Next(copy.Length)] = (byte)_random.Next(256);
        return copy;
    }

    private byte[] Spliced(byte[] bytes, byte added)
    {
        var at = _random.Next(bytes.Length);
        return [.. bytes[..at], added, .. bytes[at..]];
    }

    private byte[] Without(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + _random.Next(1, 40))..]];
    }

    /// <summary>A value, from a colon to the next comma or bracket that closes, becomes a hostile one.</summary>
    private byte[] Replaced(byte[] bytes)
    {
        var colons = Enumerable.Range(0, bytes.Length).Where(index => bytes[index] == ':').ToList();
        if (colons.Count == 0)
        {
            return bytes;
        }

        var start = colons[_random.Next(colons.Count)] + 1;
        var end = Array.FindIndex(bytes, start, value => value is (byte)',' or (byte)'}' or (byte)']' or (byte)'\n');
        return end < 0 ? bytes : [.. bytes[..start], .. Encoding.UTF8.GetBytes(_hostile[_random.Next(_hostile.Length)]), .. bytes[end..]];
    }
}
