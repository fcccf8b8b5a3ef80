using System.Text.RegularExpressions;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// Whether a sentence defines what is asked about: "X is a GENUS that DIFFERENTIA", or "X means …". Where it comes from, what it is called,
/// or the same word over again is no definition.
/// </summary>
internal static partial class DefinitionCheck
{
    private const int FewestNew = 4;
    private const int FewestInDifferentia = 3;
    private const int FewestInGenus = 3;
    private const int FewestInRichGenus = 5;

    /// <summary>Whether the sentence defines the request's topic.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="whole">The sentence.</param>
    /// <param name="text">The sentence, its brackets blanked.</param>
    public static bool Defines(Request request, string whole, string text)
    {
        text = LeadIn().Replace(text, "", 1);
        whole = whole[^text.Length..];
        var copula = Copula().Match(text);
        if (
            !copula.Success
            || Clause().IsMatch(text.AsSpan(0, copula.Index))
            || !IsSubject(request, whole[..copula.Index], text[..copula.Index])
        )
        {
            return false;
        }

        var predicate = text[(copula.Index + copula.Length)..];
        var added = CountNew(request, predicate);
        if (copula.Groups["means"].Success)
        {
            return added >= FewestNew && !Empty().IsMatch(predicate);
        }

        return added >= FewestNew
            && !Empty().IsMatch(predicate)
            && (request.Kind == RequestKind.Identity ? IsSomebody(predicate) : HasGenusAndDifferentia(request, copula.Value, predicate));
    }

    private static bool IsSomebody(string predicate) =>
        Person().IsMatch(predicate) && !Nobody().IsMatch(predicate) && !Work().IsMatch(predicate);

    private static bool HasGenusAndDifferentia(Request request, string copula, string predicate)
    {
        var genus = Genus().Match(predicate);
        var head = genus.Groups["head"];
        if (!genus.Success || !(genus.Groups["article"].Success || (IsPlural(copula) && PluralNoun().IsMatch(head.Value))))
        {
            return false;
        }

        var differentia = predicate[(head.Index + head.Length)..];
        var (inGenus, inDifferentia) = (CountNew(request, head.Value), CountNew(request, differentia));
        return !IsCircular(request, head.Value)
            && (
                inGenus >= FewestInGenus
                    ? inDifferentia > 0 && inGenus + inDifferentia >= FewestInRichGenus
                    : inGenus + inDifferentia > FewestInDifferentia
                        && inDifferentia >= (Origin().IsMatch(differentia) ? FewestInDifferentia : FewestInDifferentia - 1)
                        && (!Origin().IsMatch(differentia) || SetsApart(request, differentia))
            );
    }

    /// <summary>After where or when, it says what it is like or does.</summary>
    private static bool SetsApart(Request request, string differentia) =>
        Further().Match(differentia) is { Success: true } further && CountNew(request, further.Value) >= FewestInDifferentia;

    private static bool IsPlural(string copula) => copula.EndsWith("re", StringComparison.OrdinalIgnoreCase);

    /// <summary>The subject holds all that is asked about, first word first, or it is short for it and stands in brackets.</summary>
    private static bool IsSubject(Request request, string whole, string text)
    {
        if (
            AnswerPhrases.Bracketed().Matches(whole) is [var brackets]
            && Words.Split(brackets.Value).Select(word => word.Key).SequenceEqual(request.Topic, StringComparer.Ordinal)
        )
        {
            return true;
        }

        var subject = Words.Split(Label().Replace(text, "", 1)).Where(word => !StopWords.Contains(word.Key)).ToList();
        return request.Topic.Count > 0
            && subject.Count > 0
            && AnswerCheck.AreAkin(request.Topic[0], subject[0].Key)
            && request.Topic.All(key => subject.Any(word => AnswerCheck.AreAkin(key, word.Key)));
    }

    /// <summary>The genus says the topic again, "a shipping container is a container", or is the name that its letters stand for.</summary>
    private static bool IsCircular(Request request, string head)
    {
        var words = Words.Split(head).Where(word => !StopWords.Contains(word.Key)).ToList();
        return words.Count == 0
            || (words.Count > 1 && words.All(word => char.IsUpper(head[word.Start])))
            || (words.Count < FewestInGenus && request.Topic.Any(key => AnswerCheck.AreAkin(key, words[^1].Key)));
    }

    private static int CountNew(Request request, string text) =>
        Words
            .Split(text)
            .Where(word => !StopWords.Contains(word.Key) && !request.Topic.Any(key => AnswerCheck.AreAkin(key, word.Key)))
            .Select(word => word.Key)
            .Distinct(StringComparer.Ordinal)
            .Count();

    /// <summary>The verb of a definition.</summary>
    [GeneratedRegex(
        @"\b(?:(?<means>(?:typically |generally |usually |commonly )?(?:refers? to|means?(?= )|represents?|symboli[sz]es?|signif(?:y|ies)|denotes?|describes?|(?:is|are) (?:commonly "
            + @"|generally )?defined as"
            + @"|(?:is|are) (?:\w+ly |often |also )?used to (?:describe|refer to|mean|express|indicate|say|suggest|convey|warn|remind)"
            + @"|is an? (?:\w+ ){0,2}(?:idiom|proverb|phrase|expression|saying|adage) (?:that|which) (?:means|suggests|says|warns|refers to)"
            + @"|is (?:an? (?:\w+ )?(?:reminder|warning|encouragement|advice)|advice) (?:that|to|against|not to)))|is|are|was|were)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Copula();

    /// <summary>Another verb before it: it is a clause's, or says something else.</summary>
    [GeneratedRegex(
        @"\b(?:can|could|may|might|should|would|will|must|you|we|i|when|if|while|although|though|after|before|because"
            + @"|which|that|who|where|stands?"
            + @"|has|have|had|does|do)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Clause();

    /// <summary>The genus, as far as what sets it apart; "a type of" and its like are no genus.</summary>
    [GeneratedRegex(
        @"^ (?:also |essentially |basically |typically |generally |usually )?(?:(?<article>an?|the|any) )?(?:(?:specific"
            + @"|special|popular|common|general|certain) )?"
            + @"(?:(?:type|kind|form|sort|variety|class|branch|field|member|subset|style|area|piece|species|genus"
            + @"|breed)s? of (?:an? |the )?)?"
            + @"(?<head>[^,;:.]*?(?:, [\w -]{1,40}?)?)(?=[,;:]? (?:that|which|who|whose|whom|where|when|in|used|designed|intended|made"
            + @"|composed|consisting|containing"
            + @"|managed|run|operated|owned|published|issued|led|written|directed|sold|administered|held|hosted"
            + @"|characteri[sz]ed|caused|best|known|of|for|to|with|without|by|from|on|at|between|as|based|focused"
            + @"|concerned|involving|using|made up"
            + @"|found|located|situated|native|spoken|created|invented|developed|founded|introduced|originating|originated"
            + @"|produced|built|described|proposed|announced|launched|released|signed|recorded|named|said|provided)\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Genus();

    /// <summary>Things in the plural: what stands for them without an article is else a quality, or what is done with them.</summary>
    [GeneratedRegex(
        @"(?:s|people|children|men|women|mice|media|data|bacteria|fungi|algae|phenomena|criteria|species)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PluralNoun();

    /// <summary>What a person is: with an article.</summary>
    [GeneratedRegex(@"^ (?:an?|the|one of the) ", RegexOptions.IgnoreCase)]
    private static partial Regex Person();

    /// <summary>A person or several, of whom it is not said what they are.</summary>
    [GeneratedRegex(
        @"^ (?:an?|the|one of the) (?:[\w-]+ ){0,2}(?:group|person|people|man|woman|individual|name|celebrity|member)\b"
            + @"(?! (?:who|whose|known|best|that)\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Nobody();

    /// <summary>A book, a company: who was asked for is somebody in it.</summary>
    [GeneratedRegex(
        @"^ (?:an?|the|one of the) [^,.;]{0,60}?\b(?:series|novels?|films?|movies?|books?|shows?|franchise|games?|songs?|albums?|company|brand"
            + @"|corporation|program|software)\b(?! (?:author|writer|director|producer|actor|star|host|designer|critic|owner))",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Work();

    /// <summary>In which field, before the sentence.</summary>
    [GeneratedRegex(@"^(?:in|within) (?:the )?(?:context of )?[\w -]{1,60}, ", RegexOptions.IgnoreCase)]
    private static partial Regex LeadIn();

    /// <summary>What follows where or when.</summary>
    [GeneratedRegex(
        @"\b(?:(?:that|which|who) (?!(?:is|are|was|were|comes?|came|originat\w+)\b)|whose|where|characteri[sz]ed|used|designed|consisting|featuring|containing|known for|made of|with)\b.*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Further();

    /// <summary>"The word" before the word.</summary>
    [GeneratedRegex(@"\b(?:term|word|phrase|idiom|expression|saying|proverb|concept|acronym|abbreviation)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Label();

    /// <summary>Where, when or by whom: it sets apart nothing by itself.</summary>
    [GeneratedRegex(
        @"^[,;:]? (?:(?:that|which|who) (?:is|are|was|were|has been|have been|comes?|came) )?(?:\w+ly )?(?:found|located|written|described|proposed"
            + @"|announced|launched|released|issued|signed|recorded|directed|named|scheduled|planned|expected"
            + @"|situated|native|spoken|created|invented|developed"
            + @"|founded|introduced|originat\w+|produced|built|managed|run|operated|owned|published|led"
            + @"|held|hosted|sold|from|in|at|on|by|discovered|played|popular|said)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Origin();

    /// <summary>A genus that says how it is called, or nothing.</summary>
    [GeneratedRegex(
        @"^ (?:also )?(?:an?|the|one of the|different|various|many)? ?(?:[\w-]+ ){0,3}(?:names?|terms?|words?|acronyms?"
            + @"|abbreviations?|titles?|sobriquets?|nicknames?"
            + @"|alias|synonyms?|examples?|ways?|things?|something|anything|one|parts?|issues?|topics?|subjects?"
            + @"|complexity|importance|result|short|portmanteau)\b(?! of (?:art|music))",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Empty();
}
