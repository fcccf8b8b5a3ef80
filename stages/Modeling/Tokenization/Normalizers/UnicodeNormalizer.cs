using System.Text;

namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Unicode's four normalization forms (UAX 15) over <see cref="UnicodeTables"/>; the runtime's own does nothing without
/// ICU.</summary>
internal sealed class UnicodeNormalizer : INormalizer
{
    private readonly bool _compatible;
    private readonly bool _compose;
    private readonly char _firstChanging;
    private readonly Lazy<HashSet<int>> _changing;

    /// <summary>One of the forms: C composes, D does not; K also replaces characters by their compatible ones.</summary>
    public UnicodeNormalizer(NormalizationForm form)
    {
        _compatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        _compose = form is NormalizationForm.FormC or NormalizationForm.FormKC;
        _firstChanging =
            _compatible ? '\u00A0'
            : _compose ? '\u0300'
            : '\u00C0';
        _changing = new(MakeChanging);
    }

    public bool KeepsBeginning => _compose && !_compatible;

    public string Normalize(string text, TextPosition position) => IsUnchanged(text) ? text : Normalize(text);

    private bool IsUnchanged(string text)
    {
        var start = text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(_firstChanging - 1));
        if (start < 0)
        {
            return true;
        }

        var changing = _changing.Value;
        foreach (var rune in text.AsSpan(start).EnumerateRunes())
        {
            if (rune.Value >= _firstChanging && (changing.Contains(rune.Value) || IsHangul(rune.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsHangul(int point) => _compose ? Hangul.IsJoining(point) : Hangul.IsSyllable(point);

    /// <summary>Characters that may change or move; a text without them is normalized as it is.</summary>
    private HashSet<int> MakeChanging()
    {
        var tables = UnicodeTables.Instance;
        var changing = new HashSet<int>(tables.Combining);
        changing.UnionWith(_compose ? tables.Decomposed : tables.Canonical.Keys);
        if (_compatible)
        {
            changing.UnionWith(tables.Compatible.Keys);
            changing.UnionWith(tables.Canonical.Keys.Where(IsCompatibleInside));
        }

        if (_compose)
        {
            changing.UnionWith(tables.Compositions.Keys.Select(pair => pair.Second));
        }

        return changing;
    }

    /// <summary>Whether a decomposition is canonical in its first step and compatible in a later one.</summary>
    private static bool IsCompatibleInside(int point) =>
        UnicodeTables.Instance.Compatible.ContainsKey(point)
        || (UnicodeTables.Instance.Canonical.TryGetValue(point, out var mapping) && mapping.Any(IsCompatibleInside));

    private string Normalize(string text)
    {
        var points = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points);
        }

        Order(points);
        if (_compose)
        {
            Compose(points);
        }

        var result = new StringBuilder(points.Count + 8);
        Span<char> characters = stackalloc char[2];
        foreach (var point in points)
        {
            result.Append(characters[..new Rune(point).EncodeToUtf16(characters)]);
        }

        return result.ToString();
    }

    private void Decompose(int point, List<int> points)
    {
        if (Hangul.IsSyllable(point))
        {
            Hangul.Decompose(point, points);
        }
        else if (
            UnicodeTables.Instance.Canonical.TryGetValue(point, out var mapping)
            || (_compatible && UnicodeTables.Instance.Compatible.TryGetValue(point, out mapping))
        )
        {
            foreach (var part in mapping)
            {
                Decompose(part, points);
            }
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts every run of combining characters by class; a stable sort, run by run.</summary>
    private static void Order(List<int> points)
    {
        var tables = UnicodeTables.Instance;
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && tables.ClassOf(points[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(tables.ClassOf).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    points[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static void Compose(List<int> points)
    {
        var tables = UnicodeTables.Instance;
        var starter = -1;
        var previousClass = -1;
        var count = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var own = tables.ClassOf(point);
            if (starter >= 0 && previousClass < own && Composed(points[starter], point) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            if (own == 0)
            {
                starter = count;
                previousClass = -1;
            }
            else
            {
                previousClass = own;
            }

            points[count++] = point;
        }

        points.RemoveRange(count, points.Count - count);
    }

    private static int? Composed(int first, int second) =>
        Hangul.Compose(first, second)
        ?? (UnicodeTables.Instance.Compositions.TryGetValue((first, second), out var composed) ? composed : null);
}
