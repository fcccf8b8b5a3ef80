using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// A request that one sentence can answer, read by its form: a question, or one of few imperatives, that asks for one thing in one
/// sentence of English. What is anything else has no core that rules could know, and is not read.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="IsQuestion">Whether it asks, or asks for a definition; else it tells to name something.</param>
/// <param name="IsBareThing">Whether it asks what "the X" is and not of what: the X may be a thing to define.</param>
/// <param name="Topic">Keys of its content words in order, each once: what an answer speaks of.</param>
internal sealed record Request(RequestKind Kind, bool IsQuestion, bool IsBareThing, IReadOnlyList<string> Topic)
{
    /// <summary>Characters that a request in one sentence may have.</summary>
    private const int Longest = 400;

    /// <summary>Words that ask and do not say of what.</summary>
    private static readonly HashSet<string> _asking = new(
        """
        please tell me explain describe define name give provide state identify suggest recommend mention find determine choose pick
        specify offer cite select know mean means meant meaning term concept definition brief short simple best give good example
        examples one kind type sort many much long far old there exist called known does do did happen word phrase idiom saying proverb
        expression want like located situated some several various different
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

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
        return
            !RequestForms.Parts().IsMatch(asked)
            && !RequestForms.CountAsked().IsMatch(text)
            && !RequestForms.Enumeration().IsMatch(text)
            && KindOf(asked) is { } kind
            ? new Request(
                kind,
                kind is RequestKind.Definition || RequestForms.QuestionStart().IsMatch(asked),
                RequestForms.BareThing().IsMatch(asked),
                TopicOf(asked)
            )
            : null;
    }

    private static RequestKind? KindOf(string asked) =>
        IsWide(asked) || AsksForSeveral(asked) ? null
        : RequestForms.AskExpansion().IsMatch(asked) ? RequestKind.Expansion
        : RequestForms.AskQuantity().IsMatch(asked) ? RequestKind.Quantity
        : RequestForms.AskTime().IsMatch(asked) ? RequestKind.Time
        : RequestForms.AskPlace().IsMatch(asked) ? RequestKind.Place
        : RequestForms.AskIdentity().IsMatch(asked) ? RequestKind.Identity
        : RequestForms.AskPerson().IsMatch(asked) ? RequestKind.Person
        : RequestForms.AskExample().IsMatch(asked) ? RequestKind.Example
        : RequestForms.ManySided().IsMatch(asked) ? null
        : RequestForms.AskPurpose().IsMatch(asked) ? RequestKind.Purpose
        : RequestForms.AskDefinition().IsMatch(asked) ? RequestKind.Definition
        : RequestForms.AskDecision().IsMatch(asked) ? (RequestForms.Judgement().IsMatch(asked) ? null : RequestKind.Decision)
        : RequestForms.AskFact().IsMatch(asked) ? RequestKind.Fact
        : null;

    /// <summary>Whether more is asked for than one sentence can say, or something else than what a sentence about it says first.</summary>
    private static bool IsWide(string asked) =>
        RequestForms.Depth().IsMatch(asked)
        || RequestForms.Advice().IsMatch(asked)
        || RequestForms.Exception().IsMatch(asked)
        || RequestForms.Elsewhere().IsMatch(asked);

    /// <summary>Whether the thing asked for is named in the plural.</summary>
    private static bool AsksForSeveral(string asked) =>
        RequestForms.SomeAsked().IsMatch(asked)
        || RequestForms.Named().Match(asked) is { Success: true } named
            && named
                .Groups["named"]
                .Value.Split(' ')
                .TakeWhile(word => !RequestForms.NounEnd().IsMatch(word))
                .Any(word => RequestForms.PluralWord().IsMatch(word));

    private static List<string> TopicOf(string asked) =>
        Words
            .Split(asked)
            .Select(word => word.Key)
            .Where(key => !StopWords.Contains(key) && !_asking.Contains(key))
            .Distinct(StringComparer.Ordinal)
            .ToList();
}
