using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// A request that one sentence can answer, read by its form: a question, or one of few imperatives, that asks for one thing in one
/// sentence of English. What is anything else has no core that rules could know, and is not read.
/// </summary>
internal sealed record Request
{
    /// <summary>Characters that a request in one sentence may have.</summary>
    private const int Longest = 400;

    /// <summary>Words that ask and do not say of what.</summary>
    private static readonly HashSet<string> _asking = new(
        """
        please tell me explain describe define name give provide state identify suggest recommend mention find determine choose pick
        specify offer cite select report estimate present highlight write generate know mean means meant term concept brief short simple best give good
        example examples one kind type sort many much long far old there exist called known does do did happen word phrase idiom saying
        proverb expression want like located situated some several various different refer slang phenomenon
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

    /// <summary>Qualities that any one thing of its kind is asked to have, and that its name need not say.</summary>
    private static readonly HashSet<string> _qualities = new(
        """
        new popular common famous possible potential great current single specific important key major typical notable well known
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

    /// <summary>What is asked for.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>Whether it asks, or asks for a verdict; else it tells to name something.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>Whether it asks what or who "the X" is and not of what, or gives its name: it may ask what X is, not which.</summary>
    public required bool IsBareThing { get; init; }

    /// <summary>Whether it asks of what kind something is: the name of a kind will do.</summary>
    public required bool IsKind { get; init; }

    /// <summary>Whether any one thing of its kind will do: others beside it are no part of the answer.</summary>
    public required bool IsAnyOne { get; init; }

    /// <summary>Keys of its content words in order, each once: what an answer speaks of.</summary>
    public required IReadOnlyList<string> Topic { get; init; }

    /// <summary>Keys of the content words before the question: "in physics, …".</summary>
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary>Keys of all its words.</summary>
    public required IReadOnlySet<string> Keys { get; init; }

    /// <summary>Keys of the two that a <see cref="RequestKind.Choice"/> is between; else none.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>Reads an instruction.</summary>
    /// <returns>Null if it is not certain that it asks for one thing that one sentence can say.</returns>
    public static Request? Read(string instruction)
    {
        var text = instruction.Trim();
        if (text.Length > Longest || SentenceSplitter.Split(text).Count != 1)
        {
            return null;
        }

        var asked = RequestForms.Politeness().Replace(text, "");
        var form = RequestForms.Quoted().Replace(asked, "\"…\"");
        if (AsksForMore(form) || RequestKinds.Find(form) is not { } kind)
        {
            return null;
        }

        var isAnyOne = kind == RequestKind.Example || RequestForms.AnyOne().IsMatch(form);
        return new Request
        {
            Kind = kind,
            IsQuestion = kind is RequestKind.Decision or RequestKind.Choice || RequestForms.QuestionStart().IsMatch(form),
            IsBareThing = RequestForms.BareThing().IsMatch(form),
            IsKind = KindForms.AskKind().IsMatch(form),
            IsAnyOne = isAnyOne,
            Topic = [.. ContentOf(asked).Where(key => !isAnyOne || !_qualities.Contains(key))],
            Context = ContentOf(text[..^asked.Length]),
            Keys = Words.Split(text).Select(word => word.Key).ToHashSet(StringComparer.Ordinal),
            Options = kind == RequestKind.Choice ? RequestKinds.OptionsOf(form)! : [],
        };
    }

    /// <summary>Two things, so many, or things named one after the other.</summary>
    private static bool AsksForMore(string form) =>
        RequestForms.Parts().IsMatch(form) || RequestForms.CountAsked().IsMatch(form) || RequestForms.Enumeration().IsMatch(form);

    private static List<string> ContentOf(string text) =>
        Words
            .Split(text)
            .Select(word => word.Key)
            .Where(key => !StopWords.Contains(key) && !_asking.Contains(key))
            .Distinct(StringComparer.Ordinal)
            .ToList();
}
