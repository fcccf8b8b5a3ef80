using CsCheck;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Attribution.Rephrase;

/// <summary>Which word of a prompt is replaced, and by what, on prompts that can be read.</summary>
public sealed class RephrasingRuleTests
{
    private static readonly InstanceRow _source = Instance("Who founded the town of Zarel?", "Zarel was founded in 1820 by Bert Moss.");

    private static readonly InstanceRow[] _instances =
    [
        _source,
        Instance("Who founded the town of Quon?", "Nobody knows."),
        Instance("Where is the river Ambo?", "In the north."),
    ];

    [Fact]
    public void The_concept_is_the_rarest_shared_word_and_gives_way_to_one_of_its_kind_at_its_place()
    {
        var prompt = Prompt("Which river flows through Zarel?");
        var rule = Rule([prompt, Prompt("Which hills rise above Tolla?"), Prompt("Was it there with Moss?"), Prompt("Did Harm sing?")]);

        var rephrased = rule.Rephrase(prompt, _source, RephrasingKind.Concept);

        // Tolla and Moss stand where Zarel does, but Moss also in the source's response; Harm stands elsewhere.
        Assert.Equal((RephrasingForm.Word, "Zarel", "Tolla"), (rephrased.Form, rephrased.Word, rephrased.Replacement));
        Assert.Equal("Which river flows through Tolla?", rephrased.Prompt!.Instruction);
    }

    [Fact]
    public void Of_several_shared_words_the_one_in_fewest_training_requests_counts_then_the_first()
    {
        var prompt = Prompt("Tell me of the town Zarel founded.");
        var rule = Rule([prompt, Prompt("Tell me of the hill Ambo climbed.")]);

        Assert.Equal("Zarel", rule.Rephrase(prompt, _source, RephrasingKind.Concept).Word);
        Assert.Equal(
            "town",
            Rule([prompt, Prompt("A hill.")]).Rephrase(Prompt("The town was founded."), _source, RephrasingKind.Concept).Word
        );
    }

    [Fact]
    public void Where_no_word_of_that_kind_stands_at_its_place_any_other_place_gives_one()
    {
        var prompt = Prompt("Is Zarel old?");

        Assert.Equal(
            "Tolla",
            Rule([prompt, Prompt("which hills rise above Tolla in 1900?")]).Rephrase(prompt, _source, RephrasingKind.Concept).Replacement
        );
    }

    [Fact]
    public void A_number_gives_way_to_a_number_wherever_it_stands_in_instruction_and_input()
    {
        var prompt = Prompt("What happened in 1820?", "1820, they say, was dry.");
        var source = Instance("Tell me of 1820.", "It was dry in 1821.");
        var rule = Rule([prompt, Prompt("What happened in 1821?"), Prompt("What happened in 1733 to Zarel?")], source);

        var rephrased = rule.Rephrase(prompt, source, RephrasingKind.Concept).Prompt!;

        Assert.Equal(("What happened in 1733?", "1733, they say, was dry."), (rephrased.Instruction, rephrased.Input));
    }

    [Fact]
    public void The_placebo_changes_what_is_not_shared_and_keeps_what_is()
    {
        var prompt = Prompt("Which river flows through Zarel?");
        var rule = Rule([prompt, Prompt("Which hills rise above Tolla?")]);

        var rephrased = rule.Rephrase(prompt, _source, RephrasingKind.Placebo);

        // flows and through are in no training request, river is in one; through is no content word.
        Assert.Equal(("flows", "rise"), (rephrased.Word, rephrased.Replacement));
        Assert.Equal("Which river rise through Zarel?", rephrased.Prompt!.Instruction);
    }

    [Fact]
    public void Where_all_is_shared_the_placebo_keeps_all_words_in_a_frame()
    {
        var prompt = Prompt("Who founded the town of Zarel?");
        var rephrased = Rule([prompt]).Rephrase(prompt, _source, RephrasingKind.Placebo);

        Assert.Equal((RephrasingForm.Frame, ""), (rephrased.Form, rephrased.Word));
        Assert.Contains("Who founded the town of Zarel?", rephrased.Prompt!.Instruction, StringComparison.Ordinal);
        Assert.NotEqual("Who founded the town of Zarel?", rephrased.Prompt.Instruction);
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        var prompt = Prompt("Which river flows north?");

        Assert.Equal(RephrasingForm.NothingShared, Rule([prompt]).Rephrase(prompt, _source, RephrasingKind.Concept).Form);
        Assert.Equal(RephrasingForm.NothingInstead, Rule([prompt]).Rephrase(Prompt("Is Zarel old?"), _source, RephrasingKind.Concept).Form);
        Assert.Null(Rule([prompt]).Rephrase(prompt, _source, RephrasingKind.Concept).Prompt);
    }

    [Fact]
    public void What_was_said_before_stays()
    {
        var prompt = Prompt("And Zarel?");
        (prompt.System, prompt.HistoryRoles, prompt.HistoryContents) = (
            "Be kind.",
            [TurnRole.User, TurnRole.Assistant],
            ["Hello.", "Hello!"]
        );

        var rephrased = Rule([prompt, Prompt("And Tolla?")]).Rephrase(prompt, _source, RephrasingKind.Concept).Prompt!;

        Assert.Equal(("Be kind.", "And Tolla?", "Hello!"), (rephrased.System, rephrased.Instruction, rephrased.HistoryContents[1]));
        Assert.Equal("", rephrased.Response);
    }

    /// <summary>Whatever the texts are, the new word is of the old one's kind, and neither the prompt nor the source row holds it; the same
    /// seed gives the same text, and the rule draws others under other seeds.</summary>
    [Fact]
    public void The_new_word_is_of_the_kind_of_the_old_one_and_no_word_of_prompt_or_source()
    {
        string[] words = ["town", "river", "hill", "Zarel", "Tolla", "Ambo", "1820", "1733", "the", "of"];
        var text = Gen.Int[0, words.Length - 1].Select(word => words[word]).Array[1, 6].Select(parts => string.Join(' ', parts));
        Gen.Select(text.Array[1, 6], text, text, Gen.Int)
            .Sample(
                (prompts, request, response, seed) =>
                {
                    var asked = prompts.Select(prompt => Prompt(prompt)).ToList();
                    var source = Instance(request, response);
                    foreach (var kind in Enum.GetValues<RephrasingKind>())
                    {
                        var first = new RephrasingRule(asked, [source], seed).Rephrase(asked[0], source, kind);
                        var second = new RephrasingRule(asked, [source], seed).Rephrase(asked[0], source, kind);
                        Assert.Equal(first.Prompt?.Instruction, second.Prompt?.Instruction);
                        if (first.Form != RephrasingForm.Word)
                        {
                            continue;
                        }

                        Assert.False(Words.Hold(request, first.Replacement) || Words.Hold(response, first.Replacement));
                        Assert.False(Words.Hold(prompts[0], first.Replacement));
                        Assert.False(Words.Hold(first.Prompt!.Instruction, first.Word));
                        Assert.Equal(kind == RephrasingKind.Concept, Words.Hold(request, first.Word));
                        Assert.Equal(
                            (char.IsDigit(first.Word[0]), char.IsUpper(first.Word[0])),
                            (char.IsDigit(first.Replacement[0]), char.IsUpper(first.Replacement[0]))
                        );
                    }
                }
            );
    }

    [Fact]
    public void Another_seed_draws_another_word()
    {
        var prompt = Prompt("Which river flows through Zarel?");
        var prompts = (InstanceRow[])
            [prompt, .. Enumerable.Range(0, 20).Select(i => Prompt($"Which hills rise above Tolla{(char)('a' + i)}?"))];

        Assert.InRange(
            Enumerable
                .Range(0, 20)
                .Select(seed => new RephrasingRule(prompts, _instances, seed).Rephrase(prompt, _source, RephrasingKind.Concept).Replacement)
                .Distinct()
                .Count(),
            5,
            20
        );
    }

    private static RephrasingRule Rule(IReadOnlyList<InstanceRow> prompts, params InstanceRow[] more) =>
        new(prompts, [.. _instances, .. more], 13);

    private static InstanceRow Prompt(string instruction, string? input = null) =>
        new()
        {
            InstanceId = instruction,
            Instruction = instruction,
            Input = input,
        };

    private static InstanceRow Instance(string instruction, string response) =>
        new()
        {
            InstanceId = instruction,
            Instruction = instruction,
            Response = response,
        };
}
