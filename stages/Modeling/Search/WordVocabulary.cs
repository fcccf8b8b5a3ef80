using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Search;

/// <summary>Numbers words, so that texts can be compared as integers. Filled by one thread; safe for reading from several
/// afterwards.</summary>
public sealed class WordVocabulary
{
    /// <summary>Stands for a word without a number.</summary>
    public const int Unknown = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The words' numbers; new words get the next ones.</summary>
    public int[] Add(IReadOnlyList<Word> words)
    {
        var numbers = new int[words.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _numbers.TryGetValue(words[i].Key, out var known) ? known : _numbers[words[i].Key] = _numbers.Count;
        }

        return numbers;
    }

    /// <summary>The words' numbers; <see cref="Unknown"/> for words that were never added.</summary>
    public int[] Find(IReadOnlyList<Word> words)
    {
        var numbers = new int[words.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _numbers.GetValueOrDefault(words[i].Key, Unknown);
        }

        return numbers;
    }
}
