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
    [InlineData("How do you feel?", "As an AI, I have no feelings. I am a program. " + Padding, "I am a program.")]
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
    public void A_response_whose_form_is_the_answer_stays_whole(string instruction, string response)
    {
        var row = Simplified(instruction, response);

        Assert.Equal((response, SimplifyAction.Protected), (row.Response, row.Action));
        Assert.Empty(row.DroppedSentences);
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
            Instruction = "Say it.",
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

        Assert.Equal("One is here.\nTwo is here.", Simplified("Why?", response, new SimplifyOptions { MaxSentences = 3 }).Response);
        Assert.Equal(
            ["Well put:", "However, three is not.", Padding],
            Simplified("Why?", response, new SimplifyOptions { MaxSentences = 3 }).DroppedSentences
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
                        "Why is it so?",
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
