using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>
/// Rephrases a prompt by one word. The concept that it shares with the request of a source row is the rarest content word that both hold;
/// another of its kind stands in its place: a word of another prompt, of the same spelling's kind, that neither request nor response of the
/// source row holds, drawn by seed among those that stand at the same place of their prompt, or else at any. The placebo replaces, alike,
/// the rarest content word that is not shared; where there is none, it keeps all words and puts a neutral phrase around them.
/// </summary>
internal sealed class RephrasingRule
{
    private const int SeedDigits = 16;
    private const string Request = "{request}";

    private static readonly string[] _frames =
    [
        $"I have a question. {Request}",
        $"{Request} Please answer.",
        $"Here is something that I would like to know. {Request}",
        $"Please answer this. {Request}",
    ];

    private readonly Dictionary<string, int> _frequencies = new(StringComparer.Ordinal);
    private readonly ILookup<WordKind, PromptWord> _words;
    private readonly int _seed;

    /// <summary>A rule.</summary>
    /// <param name="prompts">All prompts: where words are taken from.</param>
    /// <param name="instances">All training instances: their requests say how rare a word is.</param>
    /// <param name="seed">Decides between words that fit.</param>
    public RephrasingRule(IReadOnlyList<InstanceRow> prompts, IEnumerable<InstanceRow> instances, int seed)
    {
        _seed = seed;
        _words = prompts
            .SelectMany(PromptWord.List)
            .DistinctBy(word => (word.Key, word.Kind, word.Place))
            .OrderBy(word => word.Key, StringComparer.Ordinal)
            .ToLookup(word => word.Kind);
        foreach (var word in instances.SelectMany(instance => ListWords(instance, isResponse: false)))
        {
            _frequencies[word] = _frequencies.GetValueOrDefault(word) + 1;
        }
    }

    /// <summary>Rephrases a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="source">The training instance that its answer borrowed from.</param>
    /// <param name="kind">What to change.</param>
    public RephrasedPrompt Rephrase(InstanceRow prompt, InstanceRow source, RephrasingKind kind)
    {
        var requested = ListWords(source, isResponse: false);
        var words = PromptWord.List(prompt).ToList();
        var target = words
            .Where(word => requested.Contains(word.Key) == (kind == RephrasingKind.Concept))
            .OrderBy(word => _frequencies.GetValueOrDefault(word.Key))
            .ThenBy(word => word.Place)
            .FirstOrDefault();
        var chance = new RandomStream(SeedOf(prompt, kind)).Next();
        var avoided = requested
            .Concat(ListWords(source, isResponse: true))
            .Concat(words.Select(word => word.Key))
            .ToHashSet(StringComparer.Ordinal);
        return target is not null && Draw(target, avoided, chance) is { } replacement
                ? new RephrasedPrompt(
                    RephrasingForm.Word,
                    RephrasedPrompt.Alter(
                        prompt,
                        target.ReplaceIn(prompt.Instruction, replacement),
                        prompt.Input is { } input ? target.ReplaceIn(input, replacement) : null
                    ),
                    target.Spelled,
                    replacement
                )
            : kind == RephrasingKind.Placebo
                ? new RephrasedPrompt(
                    RephrasingForm.Frame,
                    RephrasedPrompt.Alter(
                        prompt,
                        _frames[Choose(_frames.Length, chance)].Replace(Request, prompt.Instruction, StringComparison.Ordinal),
                        prompt.Input
                    )
                )
            : new RephrasedPrompt(target is null ? RephrasingForm.NothingShared : RephrasingForm.NothingInstead, null);
    }

    private static HashSet<string> ListWords(InstanceRow instance, bool isResponse) =>
        InstanceText
            .ListAll(instance)
            .Where(text => text.Field == InstanceField.Response == isResponse)
            .SelectMany(text => Words.Split(text.Text))
            .Select(word => word.Key)
            .ToHashSet(StringComparer.Ordinal);

    private static int Choose(int count, double chance) => (int)(chance * count);

    /// <summary>A word to stand in place of another; null where none fits.</summary>
    private string? Draw(PromptWord target, HashSet<string> avoided, double chance)
    {
        var fitting = _words[target.Kind].Where(word => !avoided.Contains(word.Key)).ToList();
        var samePlace = fitting.FindAll(word => word.Place == target.Place);
        var drawn = (samePlace.Count > 0 ? samePlace : fitting).DistinctBy(word => word.Key).ToList();
        return drawn.Count == 0 ? null : drawn[Choose(drawn.Count, chance)].Spelled;
    }

    private ulong SeedOf(InstanceRow prompt, RephrasingKind kind) =>
        ulong.Parse(
            Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{_seed} {kind.Spell()} {prompt.InstanceId}")).AsSpan(0, SeedDigits),
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        );
}
