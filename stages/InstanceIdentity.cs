using Pipeline.Engine.Caching;

namespace Pipeline.Stages;

/// <summary>Gives instances their ids: a digest of dataset, content and ordinal among equal ones. Counts duplicates on the way.</summary>
internal sealed class InstanceIdentity(string dataset)
{
    private const int Length = 32;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Rows whose content came before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>The id of the next row with that content.</summary>
    public string Next(IEnumerable<string?> content)
    {
        var digest = Digest.OfLines(content.Select(part => part is null ? "-" : Digest.OfText(part)).Prepend(dataset));
        var ordinal = _seen.GetValueOrDefault(digest);
        _seen[digest] = ordinal + 1;
        if (ordinal == 0)
        {
            return digest[..Length];
        }

        Duplicates++;
        return Digest.OfLines([digest, ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture)])[..Length];
    }
}
