namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Korean syllables, which Unicode composes by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    public static bool IsSyllable(int point) => (uint)(point - Syllables) < SyllableCount;

    /// <summary>Whether a point is a vowel or final that may join what stands before it.</summary>
    public static bool IsJoining(int point) => (uint)(point - Vowels) < VowelCount || (uint)(point - Trailing - 1) < TrailingCount - 1;

    public static void Decompose(int syllable, List<int> points)
    {
        var index = syllable - Syllables;
        points.Add(Leading + (index / (VowelCount * TrailingCount)));
        points.Add(Vowels + (index % (VowelCount * TrailingCount) / TrailingCount));
        if (index % TrailingCount > 0)
        {
            points.Add(Trailing + (index % TrailingCount));
        }
    }

    /// <summary>What two points compose to; null for nothing.</summary>
    public static int? Compose(int first, int second)
    {
        if ((uint)(first - Leading) < LeadingCount && (uint)(second - Vowels) < VowelCount)
        {
            return Syllables + ((((first - Leading) * VowelCount) + (second - Vowels)) * TrailingCount);
        }

        return IsSyllable(first) && (first - Syllables) % TrailingCount == 0 && (uint)(second - Trailing - 1) < TrailingCount - 1
            ? first + (second - Trailing)
            : null;
    }
}
