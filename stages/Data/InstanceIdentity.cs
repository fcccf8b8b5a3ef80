using Pipeline.Engine.Caching;

namespace Pipeline.Stages.Data;

/// <summary>Gives instances their ids: a digest of dataset, content and ordinal among equal ones. Counts duplicates on the way.</summary>
internal sealed class InstanceIdentity(string dataset)
{
    private const int Length = 32;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Rows whose content came before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>The id of the next row with that content: one of its own.</summary>
    public string Next(IEnumerable<string?> content)
    {
        var (digest, ordinal) = Count(content);
        return ordinal == 0
            ? digest[..Length]
            : Digest.OfLines([digest, ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture)])[..Length];
    }

    /// <summary>The id that all rows with that content share, and how many of them came before.</summary>
    public (string Id, int Ordinal) Shared(IEnumerable<string?> content)
    {
        var (digest, ordinal) = Count(content);
        return (digest[..Length], ordinal);
    }

    private (string Digest, int Ordinal) Count(IEnumerable<string?> content)
    {
        var digest = Digest.OfLines(content.Select(part => part is null ? "-" : Digest.OfText(part)).Prepend(dataset));
        var ordinal = _seen.GetValueOrDefault(digest);
        _seen[digest] = ordinal + 1;
        Duplicates += ordinal == 0 ? 0 : 1;
        return (digest, ordinal);
    }
}
