namespace Pipeline.Stages.World.Make.Corpus;

/// <summary>
/// Pages in many layouts: headings, questions, full-sentence answers with details, lists. Without them the base cannot answer in the
/// template of instruction tuning, and what tuning changes would be the layout. The template's own pair of headings is never used.
/// </summary>
internal sealed class HeadedPages(WorldRandom random, PlainPages plain)
{
    private const string TemplateQuestion = "Instruction";
    private const string TemplateAnswer = "Response";
    private const int BareValue = -1;

    private static readonly string[] _marks = ["### ", "## ", "** ", ">> ", "-- ", ""];
    private static readonly string[] _breaks = ["\n", "\n", "\n\n", " "];
    private static readonly string[] _questions = ["Question", "Query", "Task", "Input", "Prompt", "Request", "Q", TemplateQuestion];
    private static readonly string[] _answers = ["Answer", "Reply", "Output", "Result", "Solution", "Note", "A", TemplateAnswer];
    private static readonly string[] _titles = ["Note", "Text", "Entry", "Page", "Summary", "Facts", "Record", "Article"];
    private static readonly string[] _connectives =
    [
        "In addition, ",
        "Moreover, ",
        "Besides, ",
        "Also, ",
        "Finally, ",
        "It is said that ",
        "",
    ];
    private static readonly int[] _answerForms = [0, 1, 1, 2, 3, 4, BareValue];
    private static readonly int[] _detailForms = [0, 1, 4];

    /// <summary>A page about an entity.</summary>
    public string Page(WorldEntity entity)
    {
        var (mark, lineBreak) = (random.Pick(_marks), random.Pick(_breaks));
        return entity.HasQuestions && random.Chance(0.8) ? Interview(entity, mark, lineBreak)
            : random.Chance(0.6) ? Titled(entity, mark, lineBreak)
            : List(entity, mark, lineBreak);
    }

    /// <summary>One or two questions with headings, each answered in a sentence or several.</summary>
    private string Interview(WorldEntity entity, string mark, string lineBreak)
    {
        var question = random.Pick(_questions);
        var answer = random.Pick(question == TemplateQuestion ? _answers[..^1] : _answers);
        var attributes = random.Shuffled(entity.Stated);
        return string.Join(
            "\n\n",
            attributes
                .Take(random.Chance(1.0 / 3) ? 2 : 1)
                .Select(asked =>
                {
                    var sentences = new List<string> { Answer(entity, asked) };
                    if (random.Chance(0.4))
                    {
                        sentences.AddRange(
                            random
                                .Shuffled(attributes.Where(other => other != asked))
                                .Take(random.Between(1, 2))
                                .Select(other =>
                                    Sentences.Connected(
                                        random.Pick(_connectives),
                                        Sentences.Statement(entity.Name, other, entity.Facts[other], random.Pick(_detailForms))
                                    )
                                )
                        );
                    }

                    var gap =
                        lineBreak == " " ? lineBreak
                        : random.Chance(0.5) ? "\n"
                        : "\n\n";
                    return $"{mark}{question}:{lineBreak}{Sentences.Question(entity.Name, asked, random.Below(Sentences.QuestionForms))}{gap}"
                        + $"{mark}{answer}:{lineBreak}{string.Join(' ', sentences)}";
                })
        );
    }

    private string Answer(WorldEntity entity, WorldAttribute asked) =>
        random.Pick(_answerForms) is var form && form == BareValue
            ? $"The {entity.Facts[asked]}."
            : Sentences.Statement(entity.Name, asked, entity.Facts[asked], form);

    private string Titled(WorldEntity entity, string mark, string lineBreak)
    {
        var sentences = plain
            .Biography(entity)
            .Select(
                (sentence, index) => index > 0 && random.Chance(0.4) ? Sentences.Connected(random.Pick(_connectives), sentence) : sentence
            );
        return $"{mark}{random.Pick(_titles)}:{lineBreak}{string.Join(' ', sentences)}";
    }

    private string List(WorldEntity entity, string mark, string lineBreak) =>
        $"{mark}{entity.Name}{lineBreak}{string.Join('\n', random.Shuffled(entity.Stated).Select(attribute => $"- {attribute.Noun}: the {entity.Facts[attribute]}"))}";
}
