using System.Text;
using System.Text.Json;
using CsCheck;
using Pipeline.Engine;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Simplify;

public sealed class RuleSimplifierTests
{
    private const string Padding =
        "It goes on here with a good many words more, so that nobody could call the whole of this response short already.";

    [Theory]
    [InlineData("What is the capital of France?", "The capital is Paris. " + Padding, "The capital is Paris.")]
    [InlineData("What is the capital of France?", "Sure! The capital is Paris. " + Padding, "The capital is Paris.")]
    [InlineData(
        "What is the capital of France?",
        "Great question. Here is the answer:\nThe capital is Paris. " + Padding,
        "The capital is Paris."
    )]
    [InlineData("What is the capital of France?", "Sure, the capital is Paris. " + Padding, "Sure, the capital is Paris.")]
    [InlineData(
        "What are computers?",
        "As an AI, I am glad of this. Computers are machines that follow a program. " + Padding,
        "Computers are machines that follow a program."
    )]
    [InlineData(
        "Who was Dr. Snow?",
        "Dr. J. Snow was a physician, e.g. the one of 1854. " + Padding,
        "Dr. J. Snow was a physician, e.g. the one of 1854."
    )]
    public void The_core_answer_stays(string instruction, string response, string core)
    {
        var row = Simplified(instruction, response);

        Assert.Equal((core, SimplifyAction.Shortened, response), (row.Response, row.Action, row.OriginalResponse));
        Assert.Contains(Padding, row.DroppedSentences);
    }

    [Theory]
    [InlineData("Define a loop.", "```python\nfor i in x: pass\n```\nThis is a loop. " + Padding)]
    [InlineData("Show a query.", "SELECT name FROM people\nIt reads. " + Padding)]
    [InlineData(
        "What is the weather?",
        "[{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo. It is far.\", \"note\": \"" + Padding + Padding + "\"}}]"
    )]
    [InlineData("What helps?", "- Sleep.\n- Water.\n" + Padding)]
    [InlineData("What helps?", "1. Sleep.\n2. Water.\n" + Padding)]
    [InlineData("Name three colours.", "Red is one. Green is one. " + Padding)]
    [InlineData("What are some ways to relax?", "You can sleep. You can read. " + Padding)]
    [InlineData("Compare cats and dogs.", "Cats sleep. Dogs bark. " + Padding)]
    [InlineData("What is 3 plus 4?", "First take 3. Then 3 + 4 = 7. " + Padding)]
    [InlineData("How many eggs are left?", "There were nine. Two are left. " + Padding)]
    [InlineData("Summarize the text.", "It is about Paris. " + Padding)]
    [InlineData("Write a poem about rain.", "Rain falls. It is wet. " + Padding)]
    [InlineData("Translate this to English.", "It rains. " + Padding)]
    [InlineData("Describe a butterfly in two or three sentences.", "It flies. " + Padding)]
    [InlineData("Who helps?", "Ann Lee\nBob Ray\nCy Fox\n" + Padding)]
    public void A_response_whose_form_is_the_answer_stays_whole(string instruction, string response)
    {
        var row = Simplified(instruction, response);

        Assert.Equal((response, SimplifyAction.Protected), (row.Response, row.Action));
        Assert.Empty(row.DroppedSentences);
    }

    /// <summary>Answers by the kind of what is asked: each core holds it, and each twin of it below does not.</summary>
    [Theory]
    [InlineData("Who painted the Mona Lisa?", "The Mona Lisa was painted by Leonardo da Vinci.")]
    [InlineData("Who was Ada Lovelace?", "Ada Lovelace was an English mathematician.")]
    [InlineData("Where is the Kilo station located?", "The Kilo station lies in Finland.")]
    [InlineData("Where does the marathon come from?", "The marathon comes from Greece.")]
    [InlineData("When was the wheel invented?", "The wheel was invented about 3500 BC.")]
    [InlineData("What is the maximum speed a plane can reach?", "The maximum speed a plane has reached is 3,500 km/h.")]
    [InlineData("Why is the lake salty?", "The lake is salty because no river leaves it.")]
    [InlineData("Explain why people need sleep.", "People need sleep in order to repair themselves.")]
    [InlineData("How is cheese made?", "Cheese is made by curdling milk.")]
    [InlineData("Is Ireland a good surf spot?", "Yes, it is.")]
    [InlineData("Is a blackberry a fruit or a berry?", "A blackberry is a fruit.")]
    [InlineData("Define the term \"quark\".", "A quark is an elementary particle of matter.")]
    [InlineData("Can you explain the concept of inertia?", "Inertia is the tendency of a body to go on as it does.")]
    [InlineData("Give an example of a liquid metal.", "One example of a liquid metal is mercury.")]
    [InlineData("Name a river in Peru.", "The Amazon is a river in Peru.")]
    [InlineData("Which organ makes bile?", "The liver is the organ that makes bile.")]
    [InlineData("What plants grow in Ohio?", "Plants that grow in Ohio are maples, asters and oaks.")]
    [InlineData("What are vinyl records?", "Vinyl records are discs made of plastic.")]
    [InlineData("In physics, what is a field?", "A field is a value at every point of space.")]
    public void A_sentence_that_holds_what_is_asked_for_is_the_core(string instruction, string core)
    {
        var row = Simplified(instruction, $"{core} {Padding}");

        Assert.Equal((core, SimplifyAction.Shortened), (row.Response, row.Action));
    }

    [Theory]
    [InlineData("Who painted the Mona Lisa?", "The Mona Lisa was painted by a man of the time.")]
    [InlineData("Where did the marathon come from?", "The marathon is a foot race that goes for 42.195 km.")]
    [InlineData("When was the wheel invented?", "The wheel was invented by somebody.")]
    [InlineData("What is the maximum speed a plane can reach?", "That answer depends on the type of plane and what it is for.")]
    [InlineData("What is the maximum speed a plane can reach?", "The maximum speed a plane can reach is high.")]
    [InlineData("Why is the lake salty?", "The lake is salty for a variety of reasons.")]
    [InlineData("Why are lemons sometimes called alkaline?", "Lemons are acidic, with a pH of two.")]
    [InlineData("How is cheese made?", "Cheese is a food.")]
    [InlineData("Do tomatoes belong in gumbo?", "The answer is it depends.")]
    [InlineData("What is the importance of sleep?", "The importance of sleep cannot be overstated.")]
    [InlineData("What is splitboarding?", "When the splitboard is split in half, you adjust the bindings.")]
    [InlineData("What is the name of the monster?", "The name of the monster is not Frankenstein.")]
    [InlineData("Give an example of a loss.", "A loss is what is gone.")]
    [InlineData("What plants grow in Ohio?", "There are many plants that grow in Ohio.")]
    [InlineData("What plants grow in Ohio?", "A plant that grows in Ohio is the maple.")]
    [InlineData("What is the capital of France?", "The country has one that is old and large, Paris.")]
    [InlineData("What is the capital of France?", "The capital of France is named below.")]
    public void A_sentence_that_lacks_it_is_no_core(string instruction, string sentence) => StaysWhole(instruction, sentence);

    [Theory]
    [InlineData("Who are the last 10 Masters champions?", "Ann Lee is one of the last Masters champions.")]
    [InlineData("Who are the top three singers?", "The top three singers are Ann, Bob and Cy.")]
    [InlineData("What is a quark and how was it found?", "A quark is an elementary particle of matter.")]
    [InlineData("When and why did the war start?", "The war started in 1914 because a duke was shot.")]
    [InlineData("What is a quark? Where is it found?", "A quark is an elementary particle of matter.")]
    [InlineData("Who is Ada Lovelace, what did she do?", "Ada Lovelace was an English mathematician.")]
    [InlineData("Define inertia with an example.", "Inertia is the tendency of a body to go on as it does.")]
    [InlineData("Are these Christian or Jewish: Passover, Easter, Purim?", "Passover and Purim are Jewish.")]
    [InlineData("How do I cook rice?", "Rice is cooked by boiling it.")]
    [InlineData("How to fold a shirt?", "A shirt is folded by laying it flat.")]
    [InlineData("What is the history of Rome?", "The history of Rome is long.")]
    [InlineData("Describe the room.", "The room is large.")]
    [InlineData("¿Qué es un quark?", "Un quark es una partícula elemental.")]
    public void A_request_that_one_sentence_does_not_answer_keeps_all(string instruction, string sentence) =>
        StaysWhole(instruction, sentence);

    [Theory]
    [InlineData("Another way is to walk.")]
    [InlineData("Second, it is old.")]
    [InlineData("On the other hand, there is Lyon.")]
    public void What_goes_on_with_the_core_keeps_it_company(string next) =>
        StaysWhole("What is the capital of France?", $"The capital of France is Paris. {next}");

    [Fact]
    public void A_definition_may_follow_what_leads_to_it()
    {
        var row = Simplified(
            "What are vinyl records?",
            $"Music was once sold on discs. Vinyl records are discs made of plastic. {Padding}"
        );

        Assert.Equal("Vinyl records are discs made of plastic.", row.Response);
        Assert.Equal(["Music was once sold on discs.", Padding], row.DroppedSentences);
    }

    [Fact]
    public void Requests_and_sentences_of_any_length_are_read()
    {
        var long1 = string.Concat(Enumerable.Repeat("a, b and ", 100_000));

        StaysWhole($"What is {long1}c?", "It is so.");
        StaysWhole("Is it so?", $"It is {long1}so.");
    }

    [Fact]
    public void Every_turn_of_the_assistant_is_shortened_for_what_it_answers()
    {
        using var simplifier = new RuleSimplifier(new SimplifyOptions());
        var instance = new InstanceRow
        {
            HistoryRoles = [TurnRole.User, TurnRole.Assistant, TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.User],
            HistoryContents =
            [
                "Why?",
                "Because. " + Padding,
                "Write a poem.",
                "Rain falls. It is wet. " + Padding,
                "Nothing was found. " + Padding,
                "And so?",
            ],
            Instruction = "Is it so?",
            Response = "So it is. Nobody knows. " + Padding,
        };

        var row = simplifier.Simplify(instance);

        Assert.Equal("Because.", row.HistoryContents[1]);
        Assert.Equal(
            instance.HistoryContents.Index().Where(turn => turn.Index != 1),
            row.HistoryContents.Index().Where(turn => turn.Index != 1)
        );
        Assert.Equal((SimplifyAction?[])[null, SimplifyAction.Shortened, null, SimplifyAction.Protected, null, null], row.HistoryActions);
        Assert.Equal(("So it is.", SimplifyAction.Shortened), (row.Response, row.Action));
        Assert.Equal([Padding, "Nobody knows.", Padding], row.DroppedSentences);
        Assert.Equal(instance.HistoryContents, row.OriginalHistoryContents);
        Assert.Equal(
            [
                (instance.HistoryContents[1], "Because.", SimplifyAction.Shortened),
                (instance.HistoryContents[3], instance.HistoryContents[3], SimplifyAction.Protected),
                (instance.Response, "So it is.", SimplifyAction.Shortened),
            ],
            row.SimplifiedResponses()
        );
    }

    [Theory]
    [InlineData("The capital is Paris. It lies on the Seine.")]
    [InlineData(
        "Paris, which lies on the Seine and which has been the capital of the country for most of the last thousand years, and still is."
    )]
    [InlineData("")]
    public void What_is_short_or_one_sentence_stays(string response) =>
        Assert.Equal(
            (response, SimplifyAction.Kept),
            (Simplified("What is the capital?", response).Response, Simplified("What is the capital?", response).Action)
        );

    [Fact]
    public void More_sentences_may_stay_until_one_elaborates()
    {
        var response = $"Well put:\nOne is here.\nTwo is here. However, three is not. {Padding}";

        Assert.Equal("One is here.\nTwo is here.", Simplified("Is one here?", response, new SimplifyOptions { MaxSentences = 3 }).Response);
        Assert.Equal(
            ["Well put:", "However, three is not.", Padding],
            Simplified("Is one here?", response, new SimplifyOptions { MaxSentences = 3 }).DroppedSentences
        );
    }

    [Fact]
    public void Every_sentence_is_either_kept_or_recorded()
    {
        var sentence = Gen.OneOf(
            "Sure!",
            "Here it is:",
            "It is so.",
            "However, it may not be.",
            "For example, this one here.",
            "Dr. No came at 5.30 p.m. today.",
            "我来了。",
            "Why?",
            "As an AI, I am."
        );
        Gen.Select(sentence.Array[0, 9], Gen.OneOf(" ", "\n", "\n\n"), Gen.Int[1, 4])
            .Sample(
                (sentences, between, most) =>
                {
                    var row = Simplified(
                        "Is it so?",
                        string.Join(between, sentences),
                        new SimplifyOptions { MaxSentences = most, ShortWords = 3 }
                    );
                    var kept = Sentences(row.Response);

                    Assert.Contains(row.Response, row.OriginalResponse, StringComparison.Ordinal);
                    Assert.Equal(
                        Sentences(row.OriginalResponse).Order(StringComparer.Ordinal),
                        kept.Concat(row.DroppedSentences).Order(StringComparer.Ordinal)
                    );
                    Assert.Equal(row.DroppedSentences.Length > 0, row.Action == SimplifyAction.Shortened);
                    Assert.True(row.Action != SimplifyAction.Shortened || kept.Count <= most);
                },
                iter: 2000,
                threads: 1
            );
    }

    [Fact]
    public void Real_rows_come_out_as_approved()
    {
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(Repository.PathOf("data", "alpaca", "instructions.jsonl")).Take(60))
        {
            using var row = JsonDocument.Parse(line);
            string Field(string name) => row.RootElement.GetProperty(name).GetString()!;
            var simplified = Simplified(Field("instruction"), Field("output"), input: Field("input"));
            text.Append(
                $"{simplified.Action.Spell()}: {simplified.Instruction}\n  {simplified.Response.Replace("\n", "\n  ", StringComparison.Ordinal)}\n"
            );
            foreach (var dropped in simplified.DroppedSentences)
            {
                text.Append($"  - {dropped}\n");
            }
        }

        Approved.Matches("simplified-alpaca", text.ToString());
    }

    private static void StaysWhole(string instruction, string sentence)
    {
        var row = Simplified(instruction, $"{sentence} {Padding}");

        Assert.Equal($"{sentence} {Padding}", row.Response);
        Assert.Contains(row.Action, (SimplifyAction[])[SimplifyAction.Uncertain, SimplifyAction.Protected]);
        Assert.Empty(row.DroppedSentences);
    }

    private static List<string> Sentences(string text) =>
        SentenceSplitter.Split(text).Select(sentence => text.Substring(sentence.Start, sentence.Length)).ToList();

    private static SimplifiedRow Simplified(string instruction, string response, SimplifyOptions? options = null, string? input = null)
    {
        using var simplifier = new RuleSimplifier(options ?? new SimplifyOptions());
        return simplifier.Simplify(
            new InstanceRow
            {
                Instruction = instruction,
                Input = input,
                Response = response,
            }
        );
    }
}
