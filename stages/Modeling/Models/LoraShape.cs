using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Models;

/// <summary>What an adapter is, apart from its weights.</summary>
/// <param name="Rank">Rank of the updates.</param>
/// <param name="Alpha">Numerator of their scale.</param>
/// <param name="Targets">
/// Names of the adapted linear layers, such as <c>q_proj</c>, or ends of their paths, such as <c>attn.c_proj</c>; <see cref="AllLinear"/>
/// for every linear layer of the decoder.
/// </param>
public sealed record LoraShape(int Rank, double Alpha, IReadOnlyList<string> Targets)
{
    /// <summary>The target that stands for every linear layer but the output layer.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>The largest rank: the width of the widest models. An update of a greater rank is as free as a whole matrix, and costs
    /// more.</summary>
    public const int MaximumRank = 16_384;

    private readonly IReadOnlyDictionary<string, int> _rankPattern = new Dictionary<string, int>();
    private readonly IReadOnlyDictionary<string, double> _alphaPattern = new Dictionary<string, double>();

    /// <summary>Dropout of the adapter's inputs in training, 0–1.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the scale is alpha / √rank (rsLoRA, Kalajdzievski 2023) instead of alpha / rank.</summary>
    public bool RankStabilized { get; init; }

    /// <summary>
    /// Ranks of particular layers: regular expressions that fit a path or its end after a dot, as in PEFT. The first that fits counts, in
    /// ordinal order, which is that of PEFT's files.
    /// </summary>
    /// <exception cref="InvalidDataException">A pattern is no regular expression.</exception>
    public IReadOnlyDictionary<string, int> RankPattern
    {
        get => _rankPattern;
        init => _rankPattern = Checked(value);
    }

    /// <summary>Alphas of particular layers, by patterns as in <see cref="RankPattern"/>.</summary>
    /// <exception cref="InvalidDataException">A pattern is no regular expression.</exception>
    public IReadOnlyDictionary<string, double> AlphaPattern
    {
        get => _alphaPattern;
        init => _alphaPattern = Checked(value);
    }

    /// <summary>Whether a target names the layer at a path, as PEFT matches them: the whole path, or its end after a dot.</summary>
    public bool Adapts(string path) => Targets.Any(target => Names(target, path));

    /// <summary>The rank of the layer at a path.</summary>
    public int RankOf(string path) => Fitting(_rankPattern, path, Rank);

    /// <summary>What the update of the layer at a path is multiplied by.</summary>
    public double ScaleOf(string path) => Fitting(_alphaPattern, path, Alpha) / (RankStabilized ? Math.Sqrt(RankOf(path)) : RankOf(path));

    /// <summary>The same with <see cref="AllLinear"/> spelled out as the names of the layers that exist.</summary>
    public LoraShape Resolved(IEnumerable<LinearLayerShape> layers) =>
        Targets.Contains(AllLinear)
            ? this with
            {
                Targets = layers.Select(layer => layer.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(),
            }
            : this;

    /// <summary>Refuses what fits no model with these linear layers.</summary>
    /// <exception cref="InvalidDataException">A rank is out of range, or a target or pattern fits no layer; the message lists what
    /// exists.</exception>
    public void RequireFits(IReadOnlyList<LinearLayerShape> layers)
    {
        foreach (var rank in _rankPattern.Values.Prepend(Rank).Where(rank => rank is < 1 or > MaximumRank))
        {
            throw new InvalidDataException($"LoRA rank is {rank}, expected 1 to {MaximumRank}.");
        }

        if (Targets.FirstOrDefault(target => !layers.Any(layer => Names(target, layer.Path))) is { } target)
        {
            var existing = layers.Select(layer => layer.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            throw new InvalidDataException(
                $"LoRA target '{target}' fits no layer of the model; there are: {string.Join(", ", existing)}, and {AllLinear} for "
                    + "all of them."
            );
        }

        var adapted = layers.Select(layer => layer.Path).Where(Adapts).ToList();
        if (_rankPattern.Keys.Concat(_alphaPattern.Keys).FirstOrDefault(pattern => !adapted.Any(path => Fits(pattern, path))) is { } idle)
        {
            throw new InvalidDataException(
                $"LoRA pattern '{idle}' fits no adapted layer of the model; there are: {string.Join(", ", adapted)}."
            );
        }
    }

    /// <summary>Whether one target names the layer at a path.</summary>
    internal static bool Names(string target, string path) =>
        target == AllLinear
        || (path.EndsWith(target, StringComparison.Ordinal) && (path.Length == target.Length || path[^(target.Length + 1)] == '.'));

    /// <summary>Whether a pattern fits the layer at a path.</summary>
    internal static bool Fits(string pattern, string path) =>
        Regex.IsMatch(path, $@"\A(?:.*\.)?(?:{pattern})\z", RegexOptions.NonBacktracking);

    private static TValue Fitting<TValue>(IReadOnlyDictionary<string, TValue> patterns, string path, TValue otherwise) =>
        patterns.Keys.Order(StringComparer.Ordinal).FirstOrDefault(pattern => Fits(pattern, path)) is { } fitting
            ? patterns[fitting]
            : otherwise;

    private static IReadOnlyDictionary<string, TValue> Checked<TValue>(IReadOnlyDictionary<string, TValue> patterns)
    {
        foreach (var pattern in patterns.Keys)
        {
            try
            {
                _ = Fits(pattern, "");
            }
            catch (Exception error) when (PatternFault.IsFault(error))
            {
                throw new InvalidDataException(
                    $"The LoRA pattern '{pattern}' is no regular expression that is supported: {PatternFault.Describe(error)}.",
                    error
                );
            }
        }

        return patterns;
    }
}
