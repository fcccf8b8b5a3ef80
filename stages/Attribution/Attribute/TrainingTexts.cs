using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// The texts of a training table that are searched for spans, and an index of their word sequences. The words of an instance's texts are
/// one text of the index, parted by a number that equals no word, so that no phrase goes from one to the next and an instance that holds a
/// phrase twice counts once. Nothing in it changes; safe for use from several threads.
/// </summary>
internal sealed class TrainingTexts
{
    private static readonly SemaphoreSlim _opening = new(1);
    private static readonly Dictionary<string, WeakReference<TrainingTexts>> _open = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<(InstanceText Text, int FirstWord)[]> _texts = [];

    /// <summary>An index of instances.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="search">What of them is searched.</param>
    /// <param name="minWords">The shortest phrase that can be found, words.</param>
    public TrainingTexts(IEnumerable<InstanceRow> instances, IReadOnlyList<InstanceField> search, int minWords)
    {
        var rows = new List<int[]>();
        foreach (var instance in instances)
        {
            var words = new List<int>();
            var texts = new List<(InstanceText, int)>();
            foreach (var text in InstanceText.ListAll(instance).Where(text => search.Contains(text.Field)))
            {
                if (texts.Count > 0)
                {
                    words.Add(WordVocabulary.Unknown);
                }

                texts.Add((text, words.Count));
                words.AddRange(Vocabulary.Add(Words.Split(text.Text)));
            }

            _rows.Add(instance.InstanceId, _texts.Count);
            _texts.Add([.. texts]);
            rows.Add([.. words]);
        }

        Index = new PhraseIndex(rows, minWords);
    }

    /// <summary>The numbers of the texts' words.</summary>
    public WordVocabulary Vocabulary { get; } = new();

    /// <summary>The texts' word sequences; a text of the index is a row's number.</summary>
    public PhraseIndex Index { get; }

    /// <summary>The number of an instance's row.</summary>
    public int RowOf(string instanceId) => _rows[instanceId];

    /// <summary>The text that a word of a row stands in, and which word of that text it is, 0-based.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="word">0-based word of the row in the index.</param>
    public (InstanceText Text, int Word) TextAt(int row, int word)
    {
        var (text, first) = _texts[row].Last(text => text.FirstWord <= word);
        return (text, word - first);
    }

    /// <summary>
    /// The index of a table of instances. Nodes that attribute different models' answers to the same rows share one while any of them is
    /// open: it takes 24 bytes a word beside the texts.
    /// </summary>
    public static async Task<TrainingTexts> OpenAsync(
        StageInputs inputs,
        string table,
        IReadOnlyList<InstanceField> search,
        int minWords,
        CancellationToken cancellation
    )
    {
        // Parts are immutable files, so their paths say what is in them.
        var settings = string.Create(CultureInfo.InvariantCulture, $"{minWords} {string.Join(' ', search)}");
        var key = string.Join('\n', inputs[table].Parts.Select(part => part.Path).Prepend(settings));
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

            var rows = await inputs.RowsAsync<InstanceRow>(table, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
            var texts = new TrainingTexts(rows, search, minWords);
            _open[key] = new WeakReference<TrainingTexts>(texts);
            return texts;
        }
        finally
        {
            _opening.Release();
        }
    }
}
