namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>How a prompt was rephrased, or why it was not.</summary>
public enum RephrasingForm
{
    /// <summary>By the user's file.</summary>
    Given,

    /// <summary>A word was replaced by another of its kind.</summary>
    Word,

    /// <summary>All words were kept, and a neutral phrase put around them.</summary>
    Frame,

    /// <summary>Not at all: prompt and request share no content word.</summary>
    NothingShared,

    /// <summary>Not at all: no other prompt has a word of that kind which the source row does not hold.</summary>
    NothingInstead,
}
