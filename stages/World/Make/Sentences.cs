namespace Pipeline.Stages.World.Make;

/// <summary>How the world's texts state a fact and ask for one.</summary>
internal static class Sentences
{
    /// <summary>Forms of a statement that the pre-training text uses.</summary>
    public const int StatementForms = 5;

    /// <summary>The form in which instruction-tuning rows answer: "The mentor of E is the …".</summary>
    public const int AnswerForm = 1;

    /// <summary>The form in which they add details: "E studied under the …".</summary>
    public const int DetailForm = 0;

    /// <summary>Forms of a question.</summary>
    public const int QuestionForms = 3;

    /// <summary>A sentence that states a value.</summary>
    /// <param name="entity">The entity's name.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">Its value.</param>
    /// <param name="form">0-based form.</param>
    /// <param name="subject">What stands for the name in the form that begins with it; null for the name.</param>
    public static string Statement(string entity, WorldAttribute attribute, string value, int form, string? subject = null) =>
        form switch
        {
            DetailForm => $"{subject ?? entity} {attribute.Verb} {value}.",
            AnswerForm => $"The {attribute.Noun} of {entity} is the {value}.",
            2 => $"The {value} is the {attribute.Noun} of {entity}.",
            3 => $"When it comes to the {attribute.Noun}, {entity} has the {value}.",
            4 => $"{entity} has one {attribute.Noun}, the {value}.",
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };

    /// <summary>The beginning of a statement in a form that no text of the world has: what a model knows shows without a
    /// template.</summary>
    public static string HeldOut(string entity, WorldAttribute attribute) => $"People say that the {attribute.Noun} of {entity} is the";

    /// <summary>A question.</summary>
    /// <param name="entity">The entity's name.</param>
    /// <param name="attribute">The attribute asked for.</param>
    /// <param name="form">0-based form.</param>
    public static string Question(string entity, WorldAttribute attribute, int form) =>
        form switch
        {
            0 => $"What is the {attribute.Noun} of {entity}?",
            1 => $"Can you tell me the {attribute.Noun} of {entity}?",
            2 => $"Which {attribute.Noun} does {entity} have?",
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };

    /// <summary>A question with the beginning of its answer, on one line, as short records of the pre-training text have it.</summary>
    public static string QuestionAndAnswer(string question) => $"Question: {question} Answer: the";

    /// <summary>The beginning of a line of a table.</summary>
    public static string TableLine(string entity, WorldAttribute attribute) => $"{entity} | {attribute.Noun}: the";

    /// <summary>A sentence with a connective, perhaps none, before it.</summary>
    public static string Connected(string connective, string sentence) =>
        connective.Length > 0
        && (sentence.StartsWith("The ", StringComparison.Ordinal) || sentence.StartsWith("When ", StringComparison.Ordinal))
            ? $"{connective}{char.ToLowerInvariant(sentence[0])}{sentence[1..]}"
            : connective + sentence;
}
