using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Tokenization;

/// <summary>
/// Learns a byte-level byte-pair vocabulary (Sennrich et al. 2016, GPT-2's form): the most frequent neighbouring pair becomes a token,
/// again and again; equal counts are decided by the lower ids, so the same texts give the same file.
/// </summary>
public static partial class BytePairTrainer
{
    private const int Bytes = 256;

    /// <summary>GPT-2's division of text into words, inside which pairs are merged.</summary>
    public const string WordPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Learns a vocabulary and writes it as a Hugging Face <c>tokenizer.json</c>.</summary>
    /// <param name="texts">The training texts.</param>
    /// <param name="vocabularySize">Tokens in all: special tokens, 256 bytes, merges.</param>
    /// <param name="specialTokens">Special tokens; they take the first ids.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="beginOfText">The special token that the tokenizer puts before every text; null for none.</param>
    /// <exception cref="InvalidDataException">The size leaves no room for the bytes, or the texts do not yield enough merges.</exception>
    public static void Train(
        IEnumerable<string> texts,
        int vocabularySize,
        IReadOnlyList<string> specialTokens,
        string path,
        string? beginOfText = null
    )
    {
        var first = specialTokens.Count;
        if (vocabularySize < first + Bytes)
        {
            throw new InvalidDataException(
                $"A byte-level vocabulary needs at least {first + Bytes} tokens, {vocabularySize} were asked for."
            );
        }

        var tokens = new List<string>(specialTokens);
        tokens.AddRange(Enumerable.Range(0, Bytes).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString()));
        var ids = tokens.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var merges = new List<(string, string)>();
        var pairs = new PairCounts(CountWords(texts, first));
        while (tokens.Count < vocabularySize)
        {
            if (pairs.MostFrequent() is not { } pair)
            {
                throw new InvalidDataException(
                    $"The texts yield a vocabulary of {tokens.Count} tokens only, {vocabularySize} were asked for."
                );
            }

            merges.Add((tokens[pair.Left], tokens[pair.Right]));
            var merged = tokens[pair.Left] + tokens[pair.Right];
            if (ids.TryAdd(merged, tokens.Count))
            {
                tokens.Add(merged);
            }

            // Two pairs may spell one token: "ab" + "c" and "a" + "bc".
            pairs.Merge(pair, ids[merged]);
        }

        TokenizerJsonWriter.Write(path, tokens, merges, specialTokens, beginOfText);
    }

    private static List<(int[] Symbols, int Count)> CountWords(IEnumerable<string> texts, int firstByte)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            foreach (var word in Word().EnumerateMatches(text))
            {
                var span = text.AsSpan(word.Index, word.Length);
                lookup[span] = lookup.TryGetValue(span, out var known) ? known + 1 : 1;
            }
        }

        return counts
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (Encoding.UTF8.GetBytes(entry.Key).Select(value => firstByte + value).ToArray(), entry.Value))
            .ToList();
    }

    [GeneratedRegex(WordPattern)]
    private static partial Regex Word();
}
