using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>The responses of a training table, and an index of their word sequences. Nothing in it changes; safe for use from several
/// threads.</summary>
internal sealed class TrainingResponses
{
    private static readonly SemaphoreSlim _opening = new(1);
    private static readonly Dictionary<string, WeakReference<TrainingResponses>> _open = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _responses = [];

    /// <summary>An index of responses.</summary>
    /// <param name="instances">Ids and responses.</param>
    /// <param name="minWords">The shortest phrase that can be found, words.</param>
    public TrainingResponses(IEnumerable<(string InstanceId, string Response)> instances, int minWords)
    {
        var texts = new List<int[]>();
        foreach (var (instanceId, response) in instances)
        {
            _rows.Add(instanceId, _responses.Count);
            _responses.Add(response);
            texts.Add(Vocabulary.Add(Words.Split(response)));
        }

        Index = new PhraseIndex(texts, minWords);
    }

    /// <summary>The numbers of the responses' words.</summary>
    public WordVocabulary Vocabulary { get; } = new();

    /// <summary>The responses' word sequences; a text is a row's number.</summary>
    public PhraseIndex Index { get; }

    /// <summary>The number of an instance's row.</summary>
    public int RowOf(string instanceId) => _rows[instanceId];

    /// <summary>The response of a row.</summary>
    public string ResponseOf(int row) => _responses[row];

    /// <summary>
    /// The index of a table of instances. Nodes that attribute different models' answers to the same rows share one while any of them is
    /// open:
    /// it takes 24 bytes a word beside the texts.
    /// </summary>
    public static async Task<TrainingResponses> OpenAsync(StageInputs inputs, string table, int minWords, CancellationToken cancellation)
    {
        // Parts are immutable files, so their paths say what is in them.
        var key = string.Join('\n', inputs[table].Parts.Select(part => part.Path).Prepend(minWords.ToString(CultureInfo.InvariantCulture)));
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

            var rows = await inputs
                .RowsAsync<InstanceRow>(table, cancellation)
                .Select(row => (row.InstanceId, row.Response))
                .ToListAsync(cancellation)
                .ConfigureAwait(false);
            var responses = new TrainingResponses(rows, minWords);
            _open[key] = new WeakReference<TrainingResponses>(responses);
            return responses;
        }
        finally
        {
            _opening.Release();
        }
    }
}
