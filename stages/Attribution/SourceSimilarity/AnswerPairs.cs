using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>Pairs answers with the rows that they borrowed from, and with rows that they did not.</summary>
/// <param name="options">The settings.</param>
/// <param name="instances">The ids of the training rows, in order.</param>
internal sealed class AnswerPairs(SourceSimilarityOptions options, IReadOnlyList<string> instances)
{
    /// <summary>The pairs of a model's answers, each source once an answer, with those that it is held against behind it.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="evidence">By what the sources are ones.</param>
    /// <param name="spans">The spans that name them.</param>
    /// <param name="neighbours">The rows that BM25 ranks first for an answer, best first.</param>
    public IEnumerable<AnswerPairRow> List(
        string model,
        PairEvidence evidence,
        IEnumerable<BorrowedSpanRow> spans,
        IReadOnlyDictionary<(string InstanceId, int Sample), string[]> neighbours
    )
    {
        foreach (var answer in spans.Where(span => span.Borrowed).GroupBy(span => (span.InstanceId, span.Sample)))
        {
            var sources = answer.Select(span => span.SourceInstanceId).Distinct(StringComparer.Ordinal).ToList();
            foreach (var source in sources)
            {
                yield return Pair(source, PairKind.Source, source);
                foreach (var drawn in Draw(answer.Key, source, sources))
                {
                    yield return Pair(source, PairKind.Random, drawn);
                }

                if (neighbours[answer.Key].FirstOrDefault(row => !sources.Contains(row, StringComparer.Ordinal)) is { } matched)
                {
                    yield return Pair(source, PairKind.Bm25, matched);
                }
            }

            AnswerPairRow Pair(string source, PairKind kind, string paired) =>
                new()
                {
                    InstanceId = answer.Key.InstanceId,
                    Sample = answer.Key.Sample,
                    Model = model,
                    Evidence = evidence,
                    SourceInstanceId = source,
                    Kind = kind,
                    PairedInstanceId = paired,
                };
        }
    }

    /// <summary>Rows drawn for a pair, none twice and none that is a source of the answer.</summary>
    private IEnumerable<string> Draw((string InstanceId, int Sample) answer, string source, List<string> sources)
    {
        var random = new RandomStream((ulong)(InstanceDraw.Place(options.Seed, $"{answer.InstanceId}:{answer.Sample}:{source}") >> 64));
        var (taken, left) = (sources.ToHashSet(StringComparer.Ordinal), Math.Min(options.RandomRows, instances.Count - sources.Count));
        while (left > 0)
        {
            var drawn = instances[(int)(random.Next() * instances.Count)];
            if (taken.Add(drawn))
            {
                left--;
                yield return drawn;
            }
        }
    }
}
