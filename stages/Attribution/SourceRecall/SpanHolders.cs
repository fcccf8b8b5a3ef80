using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>Which training rows hold a span word by word: the search that finds every verbatim source, whatever it was borrowed
/// for.</summary>
/// <param name="search">What of a row is searched.</param>
internal sealed class SpanHolders(IReadOnlyList<InstanceField> search)
{
    private readonly WordVocabulary _vocabulary = new();
    private readonly List<string> _instances = [];
    private readonly List<int[][]> _texts = [];

    /// <summary>Number of training rows.</summary>
    public int Count => _instances.Count;

    /// <summary>Adds a training row.</summary>
    public void Add(InstanceRow row)
    {
        _instances.Add(row.InstanceId);
        _texts.Add([
            .. InstanceText.ListAll(row).Where(text => search.Contains(text.Field)).Select(text => _vocabulary.Add(Words.Split(text.Text))),
        ]);
    }

    /// <summary>The 1-based rank of a row among those that hold the span, in the order of the table; null where it does not hold
    /// it.</summary>
    public int? RankOf(string instanceId, string span)
    {
        var phrase = _vocabulary.Find(Words.Split(span));
        var rank = 0;
        for (var row = 0; row < _instances.Count; row++)
        {
            if (!_texts[row].Any(text => text.AsSpan().IndexOf(phrase) >= 0))
            {
                continue;
            }

            rank++;
            if (_instances[row] == instanceId)
            {
                return rank;
            }
        }

        return null;
    }
}
