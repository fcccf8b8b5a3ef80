using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// A request that one sentence can answer, read by its form: a question, or one of few imperatives, that asks for one thing in one
/// sentence of English. What is anything else has no core that rules could know, and is not read.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="IsQuestion">Whether it asks, or asks for a definition; else it tells to name something.</param>
/// <param name="Topic">Keys of its content words in order, each once: what an answer speaks of.</param>
internal sealed record Request(RequestKind Kind, bool IsQuestion, IReadOnlyList<string> Topic)
{
    /// <summary>Characters that a request in one sentence may have.</summary>
    private const int Longest = 400;

    /// <summary>Words that ask and do not say of what.</summary>
    private static readonly HashSet<string> _asking = new(
        """
        please tell me explain describe define name give provide state identify suggest recommend mention find determine choose pick
        specify offer cite select know mean means meant meaning term concept definition brief short simple best give good example
        examples one kind type sort many much long far old there exist called known does do did happen word phrase want like located
        situated some several various different
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
            ? new Request(kind, kind == RequestKind.Definition || RequestForms.QuestionStart().IsMatch(asked), TopicOf(asked))
            : null;
    }

    private static RequestKind? KindOf(string asked) =>
        RequestForms.Depth().IsMatch(asked) || RequestForms.Advice().IsMatch(asked) ? null
        : AsksForSeveral(asked) ? RequestKind.Several
        : RequestForms.AskDefinition().IsMatch(asked) ? RequestKind.Definition
        : RequestForms.AskCause().IsMatch(asked) ? RequestKind.Cause
        : RequestForms.AskQuantity().IsMatch(asked) ? RequestKind.Quantity
        : RequestForms.AskTime().IsMatch(asked) ? RequestKind.Time
        : RequestForms.AskPlace().IsMatch(asked) ? RequestKind.Place
        : RequestForms.AskPerson().IsMatch(asked) ? RequestKind.Person
        : RequestForms.AskManner().IsMatch(asked) ? RequestKind.Manner
        : RequestForms.AskDecision().IsMatch(asked) ? RequestKind.Decision
        : RequestForms.AskExample().IsMatch(asked) ? RequestKind.Example
        : RequestForms.AskFact().IsMatch(asked) ? RequestKind.Fact
        : null;

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
