using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>The texts of paired answers and rows: their keywords and embeddings. Only what is paired is kept, since a dataset may be
/// large.</summary>
internal sealed class PairTexts
{
    private readonly Dictionary<(string InstanceId, int Sample), (KeywordGrams? Keywords, EmbeddingRow? Vector)> _answers;
    private readonly Dictionary<string, Dictionary<int, (KeywordGrams? Keywords, EmbeddingRow? Vector)>> _rows;

    /// <summary>Room for the texts of pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    public PairTexts(IReadOnlyCollection<AnswerPairRow> pairs)
    {
        _answers = pairs
            .Select(pair => (pair.InstanceId, pair.Sample))
            .Distinct()
            .ToDictionary(answer => answer, _ => ((KeywordGrams?)null, (EmbeddingRow?)null));
        _rows = pairs
            .Select(pair => pair.PairedInstanceId)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, _ => new Dictionary<int, (KeywordGrams?, EmbeddingRow?)>(), StringComparer.Ordinal);
    }

    /// <summary>Takes an answer that is paired; others are passed over.</summary>
    public void AddAnswer((string InstanceId, int Sample) answer, string text)
    {
        if (_answers.TryGetValue(answer, out var known))
        {
            _answers[answer] = (new KeywordGrams(text), known.Vector);
        }
    }

    /// <summary>Takes the embedding of an answer that is paired.</summary>
    public void AddAnswer((string InstanceId, int Sample) answer, EmbeddingRow vector)
    {
        if (_answers.TryGetValue(answer, out var known))
        {
            _answers[answer] = (known.Keywords, vector);
        }
    }

    /// <summary>Takes an exchange of a row that is paired.</summary>
    public void AddExchange(SearchedText exchange)
    {
        if (_rows.TryGetValue(exchange.InstanceId, out var turns))
        {
            turns[exchange.Turn] = (new KeywordGrams(exchange.Text), turns.GetValueOrDefault(exchange.Turn).Vector);
        }
    }

    /// <summary>Takes the embedding of an exchange of a row that is paired.</summary>
    public void AddExchange(EmbeddingRow vector)
    {
        if (_rows.TryGetValue(vector.InstanceId, out var turns))
        {
            turns[vector.Turn] = (turns.GetValueOrDefault(vector.Turn).Keywords, vector);
        }
    }

    /// <summary>Fills in how near a pair is, once all of its texts are there: of a conversation the exchange counts that is
    /// nearest.</summary>
    public void Measure(AnswerPairRow pair)
    {
        var answer = _answers[(pair.InstanceId, pair.Sample)];
        var (keywords, cosine) = _rows[pair.PairedInstanceId]
            .OrderBy(turn => turn.Key)
            .Select(turn => (turn.Value.Keywords, Cosine: TextVectors.MeasureCosine(answer.Vector!, turn.Value.Vector!)))
            .MaxBy(turn => turn.Cosine);
        (pair.Cosine, pair.KeywordOverlap) = (cosine, answer.Keywords!.MeasureOverlap(keywords!));
    }
}
