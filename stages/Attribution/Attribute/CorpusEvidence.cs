using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// How surprising a phrase is to one who knows the training rows and other models' answers, but neither the rows that hold the phrase nor
/// the answers to the same prompt: see <see cref="NGramModel"/>. It needs no model. Safe for use from several threads.
/// </summary>
internal sealed class CorpusEvidence
{
    /// <summary>A phrase of more rows is nobody's own, and none is taken out: it is less surprising so.</summary>
    private const int MostHolders = 500;

    private readonly PhraseIndex _rows;
    private readonly ILookup<string, ReadOnlyMemory<int>> _answers;
    private readonly NGramModel _model;

    /// <summary>Counts words.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="answers">Answers of controls.</param>
    public CorpusEvidence(PhraseIndex rows, IReadOnlyList<GenerationRow> answers)
    {
        _rows = rows;
        var texts = answers.Select(answer => (answer.InstanceId, Numbers: ReadNumbers(rows, answer.Text))).ToList();
        _answers = texts.ToLookup(text => text.InstanceId, text => new ReadOnlyMemory<int>(text.Numbers), StringComparer.Ordinal);
        _model = new NGramModel([rows, new PhraseSet(texts.Select(text => text.Numbers))], rows.Vocabulary);
    }

    /// <summary>−Σ ln P of a phrase's words after those before it in its sentence, nats.</summary>
    /// <param name="prompt">The prompt's instance: what others answered to it is left out.</param>
    /// <param name="words">The numbers of the sentence's words up to the phrase's last.</param>
    /// <param name="start">0-based word where the phrase starts.</param>
    /// <param name="holders">The rows that hold the phrase.</param>
    public double Measure(string prompt, ReadOnlySpan<int> words, int start, PhraseHolders holders) =>
        _model.Measure(
            words,
            start,
            holders.Rows > MostHolders ? _answers[prompt] : _answers[prompt].Concat(holders.List().Select(_rows.ReadWords))
        );

    /// <summary>The numbers of a text's words, sentences parted.</summary>
    private static int[] ReadNumbers(PhraseIndex rows, string text) =>
        [.. SentenceWords.Split(text).SelectMany(sentence => rows.FindWords(sentence).Append(PhraseIndex.Unknown))];
}
