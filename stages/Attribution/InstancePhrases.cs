using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution;

/// <summary>
/// The phrases of a dataset's instances: how instances become the rows of a <see cref="PhraseIndex"/>, and the index that all nodes of a
/// process share which search the same dataset.
/// </summary>
internal static class InstancePhrases
{
    private static readonly SemaphoreSlim _opening = new(1);
    private static readonly Dictionary<string, WeakReference<PhraseIndex>> _open = new(StringComparer.Ordinal);

    /// <summary>What an index of a table of instances is of: the table's digest, and what of an instance is searched.</summary>
    public static PhraseIndexIdentity Identify(Artifact instances, IEnumerable<InstanceField> search) =>
        new(instances.TableDigest, string.Join(' ', search.Distinct().Order()));

    /// <summary>An instance as a row of an index. Texts that are not searched say what the row is about.</summary>
    public static PhraseRow Split(InstanceRow instance, IReadOnlyList<InstanceField> search) =>
        new(
            instance.InstanceId,
            [
                .. InstanceText
                    .ListAll(instance)
                    .Select(text => new PhraseText(
                        (int)text.Field,
                        text.Turn,
                        search.Contains(text.Field),
                        SentenceWords.Split(text.Text)
                    )),
            ]
        );

    /// <summary>The index of a table of instances. While any node of the process holds it, all that ask for it get the same one.</summary>
    /// <param name="inputs">The stage's inputs.</param>
    /// <param name="index">Names the index among them.</param>
    /// <param name="instances">Names the table that it must be of.</param>
    /// <param name="search">What of an instance it must search.</param>
    /// <param name="cancellation">Stops waiting for another node that opens one.</param>
    /// <exception cref="InvalidDataException">It is of another table or another search, or is not what was written.</exception>
    public static async Task<PhraseIndex> OpenAsync(
        StageInputs inputs,
        string index,
        string instances,
        IReadOnlyList<InstanceField> search,
        CancellationToken cancellation
    )
    {
        var identity = Identify(inputs[instances], search);
        var folder = Path.GetDirectoryName(inputs[index].PathOf(PhraseIndex.FileName))!;
        var key = string.Join('\n', identity.Dataset, identity.Settings, folder, inputs[index].Digest);
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_open.TryGetValue(key, out var known) && known.TryGetTarget(out var open))
            {
                return open;
            }

            foreach (var closed in _open.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
            {
                _open.Remove(closed);
            }

            var opened = PhraseIndex.Open(folder, identity);
            _open[key] = new WeakReference<PhraseIndex>(opened);
            return opened;
        }
        finally
        {
            _opening.Release();
        }
    }
}
