namespace Pipeline.Stages.Data.Simplify;

/// <summary>What a request with a core answer asks for: it says what a sentence must hold to be that answer. Whys, hows, definitions,
/// meanings, who somebody is, descriptions, ways to do something, effects and things in the plural are no kind: one sentence seldom answers
/// them.</summary>
internal enum RequestKind
{
    /// <summary>What letters stand for: the words.</summary>
    Expansion,

    /// <summary>A person: a name that the request lacks.</summary>
    Person,

    /// <summary>One place: a name that the request lacks.</summary>
    Place,

    /// <summary>A time: a number, a month, a day, a phrase of time.</summary>
    Time,

    /// <summary>A measure: a number.</summary>
    Quantity,

    /// <summary>Yes or no, true or false.</summary>
    Decision,

    /// <summary>One thing to be named: a sentence that says which it is.</summary>
    Fact,

    /// <summary>What something is for: "to" and a verb.</summary>
    Purpose,

    /// <summary>One side of a thing, such as a benefit or its main risk: what stands beside "is", in words of its own.</summary>
    Side,

    /// <summary>Which of two that the request names: the one, and not the other.</summary>
    Choice,

    /// <summary>One example: a sentence that says what it is.</summary>
    Example,
}
