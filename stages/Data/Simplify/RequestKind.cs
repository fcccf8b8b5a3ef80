namespace Pipeline.Stages.Data.Simplify;

/// <summary>What a request with a core answer asks for: it says what a sentence must hold to be that answer.</summary>
internal enum RequestKind
{
    /// <summary>What something is, who somebody is, what a word means: a sentence about it that says so.</summary>
    Definition,

    /// <summary>A person: a name that the request lacks.</summary>
    Person,

    /// <summary>A place: a name that the request lacks, or a phrase of place.</summary>
    Place,

    /// <summary>A time: a number, a month, a day, a phrase of time.</summary>
    Time,

    /// <summary>A measure: a number.</summary>
    Quantity,

    /// <summary>A reason: a word that gives one.</summary>
    Cause,

    /// <summary>The manner in which something is done: a phrase of means.</summary>
    Manner,

    /// <summary>Yes or no.</summary>
    Decision,

    /// <summary>Whatever else a question asks for, or one thing to be named: a sentence that says something new of it.</summary>
    Fact,

    /// <summary>An example: a sentence that gives one.</summary>
    Example,

    /// <summary>Things in the plural, without a number: what they are, or three and more of them in one sentence.</summary>
    Several,
}
