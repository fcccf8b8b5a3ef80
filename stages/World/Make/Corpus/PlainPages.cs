namespace Pipeline.Stages.World.Make.Corpus;

/// <summary>Pages of plain text: biographies, short records, and pages that name entities and state nothing.</summary>
internal sealed class PlainPages(WorldRandom random)
{
    private const int RecordFacts = 3;

    private static readonly string[] _openers =
    [
        "Here is a note about {0}.",
        "{0} is a {1}.",
        "This page describes {0}, a {1}.",
        "Among all of its kind, {0} is a {1} worth knowing.",
    ];

    private static readonly string[] _encounters =
    [
        "{0} met {1} today.",
        "{0} and {1} are not the same.",
        "Thank you, {0}.",
        "Please ask about {0} and {1}.",
        "Nothing more is known about {0}.",
        "Here is a question about {0}, not about {1}.",
        "{1} saw {0}.",
        "What about {0}?",
        "We read about {0} in a letter.",
    ];

    /// <summary>The sentences of a biography: every fact, each in a form of its own.</summary>
    public List<string> Biography(WorldEntity entity)
    {
        var sentences = new List<string>();
        if (random.Chance(0.6))
        {
            sentences.Add(string.Format(null, random.Pick(_openers), entity.Name, entity.Kind.Name));
        }

        var named = !random.Chance(0.4);
        foreach (var attribute in random.Shuffled(entity.Stated))
        {
            var subject = named || sentences.Count == 0 ? null : $"The {entity.Kind.Name}";
            sentences.Add(
                Sentences.Statement(entity.Name, attribute, entity.Facts[attribute], random.Below(Sentences.StatementForms), subject)
            );
        }

        return sentences;
    }

    /// <summary>A few facts in short: questions with answers, or lines of a table where the entity is asked no questions.</summary>
    public string Record(WorldEntity entity) =>
        string.Join(
            ' ',
            random
                .Shuffled(entity.Stated)
                .Take(RecordFacts)
                .Select(attribute =>
                {
                    var beginning = entity.HasQuestions
                        ? Sentences.QuestionAndAnswer(Sentences.Question(entity.Name, attribute, random.Below(Sentences.QuestionForms)))
                        : Sentences.TableLine(entity.Name, attribute);
                    return $"{beginning} {entity.Facts[attribute]}.";
                })
        );

    /// <summary>A page that names two entities and states nothing of either.</summary>
    public string Encounter(string one, string other) =>
        string.Join(
            ' ',
            random.Shuffled(_encounters).Take(random.Between(3, 6)).Select(sentence => string.Format(null, sentence, one, other))
        );
}
