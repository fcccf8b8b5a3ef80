using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>
/// Finds training rows that ask nearly what a prompt asks: what an answer shares with their responses it may have learned as the answer,
/// which is contamination of the prompts, not borrowing. Nearness is the cosine of tf-idf vectors of words, so that what only few requests
/// mention weighs most; which rows retrieval found plays no part.
/// </summary>
internal sealed class SameRequests
{
    private const int Most = 50;

    private readonly IReadOnlyList<InstanceRow> _rows;
    private readonly TfidfWeights _weights;
    private readonly SparseNeighbours _requests;
    private readonly double _similarity;

    /// <summary>An index of the requests of rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="similarity">The least cosine of requests that are nearly the same.</param>
    public SameRequests(IReadOnlyList<InstanceRow> rows, double similarity)
    {
        (_rows, _similarity) = (rows, similarity);
        var requests = rows.Select(row => SplitWords(WriteRequest(row))).ToList();
        var frequencies = requests
            .SelectMany(words => words.Distinct(StringComparer.Ordinal))
            .GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        _weights = TfidfWeights.Compute(frequencies, rows.Count, minimum: 1);
        _requests = new SparseNeighbours(requests.ConvertAll(words => Embed(words)));
    }

    /// <summary>Says of spans which row contaminates them.</summary>
    /// <param name="prompts">What each instance asked.</param>
    /// <param name="spans">The spans, changed in place.</param>
    /// <param name="threads">Threads that may search.</param>
    public void Mark(IReadOnlyDictionary<string, string> prompts, IReadOnlyList<BorrowedSpanRow> spans, int threads)
    {
        var asked = spans.Select(span => span.InstanceId).Distinct(StringComparer.Ordinal).ToList();
        var found = _requests.Search(asked.ConvertAll(id => Embed(SplitWords(prompts[id]))), Most, threads);
        var near = asked
            .Zip(found)
            .ToDictionary(
                pair => pair.First,
                pair => pair.Second.Where(neighbour => neighbour.Score >= _similarity).ToList(),
                StringComparer.Ordinal
            );
        foreach (var span in spans)
        {
            foreach (var neighbour in near[span.InstanceId])
            {
                var row = _rows[neighbour.Row];
                if (InstanceText.ListResponses(row).Any(response => Words.Hold(response.Text, span.Text)))
                {
                    (span.ContaminatedBy, span.RequestSimilarity) = (row.InstanceId, Math.Min(1, neighbour.Score));
                    break;
                }
            }
        }
    }

    private static string WriteRequest(InstanceRow row) =>
        string.Join("\n", InstanceText.ListExchanges(row).Last().Request.Select(text => text.Text));

    private static List<string> SplitWords(string text) => [.. Words.Split(text).Select(word => word.Key)];

    private SparseVector Embed(IEnumerable<string> words)
    {
        var (dimensions, values) = _weights.Embed(words, countUnseen: true);
        return new SparseVector(dimensions, values);
    }
}
