using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Tells by the form of a request what kind of thing it asks for.</summary>
internal static class RequestKinds
{
    /// <summary>Finds the kind.</summary>
    /// <param name="form">The request without what stands before it; what it quotes is left out.</param>
    /// <returns>Null if more is asked for than one sentence can say, or it is not certain what.</returns>
    public static RequestKind? Find(string form) =>
        OptionsOf(form) is not null ? RequestKind.Choice
        : KindForms.AskVerdict().IsMatch(form) ? RequestKind.Decision
        : IsWide(form) || AsksForSeveral(form) ? null
        : KindForms.AskExpansion().IsMatch(form) ? RequestKind.Expansion
        : KindForms.AskQuantity().IsMatch(form) ? OneThing(form, RequestKind.Quantity)
        : KindForms.AskTime().IsMatch(form) ? OneThing(form, RequestKind.Time)
        : KindForms.AskPlace().IsMatch(form) ? OneThing(form, RequestKind.Place)
        : KindForms.AskIdentity().IsMatch(form) ? null
        : KindForms.AskPerson().IsMatch(form) ? RequestKind.Person
        : KindForms.AskExample().IsMatch(form) ? OneThing(form, RequestKind.Example)
        : KindForms.AskSide().IsMatch(form) ? OneThing(form, RequestKind.Side)
        : KindForms.AskPurpose().IsMatch(form) ? OneThing(form, RequestKind.Purpose)
        : KindForms.ManySided().IsMatch(form) || KindForms.AskDefinition().IsMatch(form) ? null
        : KindForms.AskDecision().IsMatch(form) ? (KindForms.Judgement().IsMatch(form) ? null : RequestKind.Decision)
        : KindForms.AskFact().IsMatch(form) ? OneThing(form, RequestKind.Fact)
        : null;

    /// <summary>The keys of the two things between which a request lets choose: the words beside its "or".</summary>
    /// <returns>Null if it tells to choose between none.</returns>
    public static IReadOnlyList<string>? OptionsOf(string form)
    {
        var choice = KindForms.AskChoice().Match(form);
        if (!choice.Success || KindForms.ChoiceOfMany().IsMatch(form))
        {
            return null;
        }

        List<string> options = [KeyOf(choice.Groups["left"].Value), KeyOf(choice.Groups["right"].Value)];
        return options.Any(StopWords.Contains) || AnswerCheck.AreAkin(options[0], options[1]) ? null : options;
    }

    private static string KeyOf(string word) => Words.Split(word)[0].Key;

    /// <summary>The kind, unless two things are named to be told: "the name and the age of …".</summary>
    private static RequestKind? OneThing(string form, RequestKind kind) => RequestForms.TwoNouns().IsMatch(form) ? null : kind;

    /// <summary>Whether more is asked for than one sentence can say, or something else than what a sentence about it says first.</summary>
    private static bool IsWide(string form) =>
        RequestForms.Depth().IsMatch(form)
        || RequestForms.Advice().IsMatch(form)
        || RequestForms.Exception().IsMatch(form)
        || RequestForms.Elsewhere().IsMatch(form);

    /// <summary>Whether the thing asked for is named in the plural.</summary>
    private static bool AsksForSeveral(string form) =>
        RequestForms.SomeAsked().IsMatch(form)
        || RequestForms.Named().Match(form) is { Success: true } named
            && named
                .Groups["named"]
                .Value.Split(' ')
                .TakeWhile(word => !RequestForms.NounEnd().IsMatch(word))
                .Any(word => RequestForms.PluralWord().IsMatch(word));
}
