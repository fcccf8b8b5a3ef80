using System.Globalization;

namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>
/// The Unicode properties by which published tokenizers were trained, whatever the machine's library: decompositions and combining classes
/// of Unicode 9, and the categories that BERT's rules ask for. Read once from <c>unicode9.txt</c>, whose lines are
/// <c>D|X|K point decomposition…</c> (canonical; canonical and never recomposed; compatibility), <c>C points class</c>,
/// <c>P|M|O points</c> (punctuation, non-spacing marks, control and format characters); all but the class in hexadecimal.
/// </summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> _instance = new(() => new UnicodeTables());

    private readonly Dictionary<int, byte> _classes = [];

    private UnicodeTables()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode9.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            Read(line.Split(' '));
        }
    }

    public static UnicodeTables Instance => _instance.Value;

    /// <summary>One step of canonical decomposition.</summary>
    public Dictionary<int, int[]> Canonical { get; } = [];

    /// <summary>One step of compatibility decomposition.</summary>
    public Dictionary<int, int[]> Compatible { get; } = [];

    /// <summary>What two characters compose to.</summary>
    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>Characters with a canonical decomposition to which nothing composes back.</summary>
    public HashSet<int> Decomposed { get; } = [];

    public List<(int First, int Last)> Punctuation { get; } = [];

    public List<(int First, int Last)> Marks { get; } = [];

    public List<(int First, int Last)> Controls { get; } = [];

    /// <summary>Characters with a combining class other than 0.</summary>
    public IEnumerable<int> Combining => _classes.Keys;

    /// <summary>The canonical combining class.</summary>
    public byte ClassOf(int point) => _classes.GetValueOrDefault(point);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static (int First, int Last) Points(string text) =>
        text.Split('-') is [var first, var last] ? (Hex(first), Hex(last)) : (Hex(text), Hex(text));

    private void Read(string[] fields)
    {
        switch (fields[0])
        {
            case "D" or "X":
                var mapping = fields[2..].Select(Hex).ToArray();
                Canonical.Add(Hex(fields[1]), mapping);
                if (fields[0] == "D")
                {
                    Compositions.Add((mapping[0], mapping[1]), Hex(fields[1]));
                }
                else
                {
                    Decomposed.Add(Hex(fields[1]));
                }

                break;
            case "K":
                Compatible.Add(Hex(fields[1]), fields[2..].Select(Hex).ToArray());
                break;
            case "C":
                var (from, to) = Points(fields[1]);
                for (var point = from; point <= to; point++)
                {
                    _classes.Add(point, byte.Parse(fields[2], CultureInfo.InvariantCulture));
                }

                break;
            case "P":
                Punctuation.Add(Points(fields[1]));
                break;
            case "M":
                Marks.Add(Points(fields[1]));
                break;
            default:
                Controls.Add(Points(fields[1]));
                break;
        }
    }
}
