namespace Pipeline.Stages.World.Make;

/// <summary>Words that no language has, each made once: a syllable, a consonant and an ending.</summary>
internal sealed class InventedWords(WorldRandom random, IEnumerable<string> taken)
{
    private const int MostLetters = 8;
    private const int MostAttempts = 100_000;

    private static readonly string[] _onsets =
    [
        "b",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "z",
        "br",
        "dr",
        "gr",
        "kr",
        "tr",
        "st",
        "sk",
        "pl",
    ];
    private static readonly string[] _vowels = ["a", "e", "i", "o", "u", "ai", "or", "el", "an"];
    private static readonly string[] _middles = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"];

    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>Makes words with one of the endings.</summary>
    /// <exception cref="InvalidDataException">There are not that many.</exception>
    public IReadOnlyList<string> Make(int count, params string[] endings)
    {
        var words = new List<string>(count);
        for (var attempt = 0; words.Count < count; attempt++)
        {
            if (attempt == MostAttempts)
            {
                throw new InvalidDataException(
                    $"world: {count} words that end in {string.Join(", ", endings)} were asked for; only {words.Count} were found."
                );
            }

            var word = random.Pick(_onsets) + random.Pick(_vowels) + random.Pick(_middles) + random.Pick(endings);
            if (word.Length <= MostLetters && _taken.Add(word))
            {
                words.Add(word);
            }
        }

        return words;
    }
}
