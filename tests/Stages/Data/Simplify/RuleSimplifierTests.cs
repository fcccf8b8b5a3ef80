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
        "Which organ makes bile?",
        "As an AI, I am glad of this. The organ that makes bile is the liver. " + Padding,
        "The organ that makes bile is the liver."
    )]
    [InlineData(
        "Who painted the map of the pump?",
        "The map of the pump was painted by Dr. J. Snow, e.g. the one of 1854. " + Padding,
        "The map of the pump was painted by Dr. J. Snow, e.g. the one of 1854."
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
    [InlineData("Who was the tenth president?", "The tenth president was Ann Lee of Espoo.")]
    [InlineData("Where is the Kilo station located?", "The Kilo station lies in Finland.")]
    [InlineData("Where does the marathon come from?", "The marathon comes from Greece.")]
    [InlineData("When was the wheel invented?", "The wheel was invented about 3500 BC.")]
    [InlineData("What is the maximum speed a plane can reach?", "The maximum speed a plane has reached is 3,500 km/h.")]
    [InlineData("Is salt a mineral?", "Yes, salt is a mineral.")]
    [InlineData("Is salt a mineral?", "Yes.")]
    [InlineData("Did Ann Lee found the club?", "No, Ann Lee did not found the club.")]
    [InlineData("What does LED stand for?", "LED stands for light-emitting diode.")]
    [InlineData("Give an example of a liquid metal.", "One example of a liquid metal is mercury.")]
    [InlineData("Name a river in Peru.", "The Amazon is a river in Peru.")]
    [InlineData("Which organ makes bile?", "The organ that makes bile is the liver.")]
    [InlineData("What is the tallest mountain?", "The tallest mountain is the Kilo Peak in Nepal.")]
    [InlineData("What is one river in Peru?", "One river in Peru is the Amazon.")]
    [InlineData("What is the purpose of a fuse?", "The purpose of a fuse is to break the circuit before a wire burns.")]
    [InlineData("Name a popular cheese.", "A popular cheese is the Kilo Cheese.")]
    [InlineData("Name one benefit of walking.", "One benefit of walking is better sleep at night.")]
    [InlineData("What is the main benefit of walking?", "The main benefit of walking is that it keeps the heart strong.")]
    [InlineData("Name a website where you can read novels.", "A website where you can read novels is Kilo Books.")]
    [InlineData("Suggest a film about trains.", "I would recommend the film Kilo Express, which is about trains.")]
    [InlineData("Classify the animal as a mammal or a bird: bat", "The bat is a mammal.")]
    [InlineData("Determine whether the following statement is true or false: Salt is a mineral.", "True.")]
    [InlineData("Determine if the following sentence is a metaphor.", "Yes, the sentence is a metaphor.")]
    [InlineData("What kind of plant is the Kilo fern?", "The Kilo fern is a small evergreen plant of wet woods.")]
    public void A_sentence_that_holds_what_is_asked_for_is_the_core(string instruction, string core)
    {
        var row = Simplified(instruction, $"{core} {Padding}");

        Assert.Equal((core, SimplifyAction.Shortened), (row.Response, row.Action));
    }

    [Theory]
    [InlineData("Who painted the Mona Lisa?", "The Mona Lisa was painted by a man of the time.")]
    [InlineData("Who was the tenth president?", "The tenth president was a lawyer from Espoo.")]
    [InlineData("Where did the marathon come from?", "The marathon is a foot race that goes for 42.195 km.")]
    [InlineData("When was the wheel invented?", "The wheel was invented by somebody.")]
    [InlineData("What is the maximum speed a plane can reach?", "That answer depends on the type of plane and what it is for.")]
    [InlineData("What is the maximum speed a plane can reach?", "The maximum speed a plane can reach is high.")]
    [InlineData("Is salt a mineral?", "Salt is found in the sea and in mines.")]
    [InlineData("Is salt a mineral?", "Yes, salt is usually a mineral.")]
    [InlineData("What is the name of the monster?", "The name of the monster is not Frankenstein.")]
    [InlineData("Give an example of a loss.", "A loss is what is gone.")]
    [InlineData("Which organ makes bile?", "The organ that makes bile is usually large.")]
    [InlineData("Which organ makes bile?", "The organ that makes bile could be the liver.")]
    [InlineData("What is the tallest mountain?", "The tallest mountain is a peak in Nepal.")]
    [InlineData("What is the tallest mountain?", "The tallest mountain is a Finnish peak.")]
    [InlineData("What is the tallest mountain?", "The tallest mountain is the highest peak in Nepal.")]
    [InlineData("What is the purpose of a fuse?", "The purpose of a fuse is important in every house.")]
    [InlineData("What is the capital of France?", "The country has one that is old and large, Paris.")]
    [InlineData("What is the capital of France?", "The capital of France is named below.")]
    [InlineData("Where is Kilo Point, Finland?", "Kilo Point is a headland in Finland which serves as a harbour for Ann Lee.")]
    [InlineData("Classify the tomato as a fruit or a vegetable.", "The tomato is both a fruit and a vegetable.")]
    public void A_sentence_that_lacks_it_is_no_core(string instruction, string sentence) => StaysWhole(instruction, sentence);

    /// <summary>What something is, what a word means and who somebody is: the sentence that says it first is seldom all.</summary>
    [Theory]
    [InlineData("Who was Ada Lovelace?", "Ada Lovelace was an English mathematician of the machine age.")]
    [InlineData("Define the term \"quark\".", "A quark is an elementary particle that makes up protons and neutrons.")]
    [InlineData("What does the word \"brisk\" mean?", "The word \"brisk\" means quick, lively and full of energy.")]
    [InlineData("What are vinyl records?", "Vinyl records are discs with a groove that a needle reads as sound.")]
    [InlineData("What is the Kilo Cup?", "The Kilo Cup is an annual tournament for amateur chess clubs of the north.")]
    [InlineData("In physics, what is a field?", "A field is a quantity that has a value at every point of space.")]
    [InlineData("What is the meaning of the idiom \"break the ice\"?", "The idiom \"break the ice\" means to make strangers feel at ease.")]
    [InlineData("What is KLM?", "Kilo Light Meter (KLM) is an instrument that measures how bright a lamp is.")]
    [InlineData("Who are The Kilos?", "The Kilos are a Finnish group consisting of Ann, Bob and Cy.")]
    [InlineData("Who is Kilo Potter?", "Kilo Potter is a series of seven novels about a school of magic.")]
    [InlineData("What is the Kilo concept?", "The Kilo concept was developed by Ann Lee in the year 1936.")]
    [InlineData("What is the KLMN company?", "KLMN stands for Kilo, Lima, Mike and November.")]
    [InlineData("What is the Kilo Declaration?", "The Kilo Declaration was a letter written by Ann Lee in 1917 to Bob Ray.")]
    [InlineData("What's a quark?", "A quark is an elementary particle that makes up protons and neutrons.")]
    [InlineData("Who’s Ada Lovelace?", "Ada Lovelace was an English mathematician of the machine age.")]
    [InlineData("What is One Kilo?", "One Kilo is a novel by Ann Lee about the trains of the north.")]
    [InlineData("What is the Kilo Union of Finland?", "The Kilo Union of Finland is an umbrella body for the chess clubs of Espoo.")]
    [InlineData("What was the kilo empire?", "The kilo empire was composed of the islands that Finland ruled.")]
    [InlineData("Who was the prophet Kilo?", "The prophet Kilo was the last messenger of Espoo.")]
    [InlineData("Give a definition of inertia.", "The definition of inertia is the tendency of a body to go on as it does.")]
    [InlineData("What is the exact definition of mass?", "The exact definition of mass is 1 thing that is hard to move.")]
    [InlineData("What is meant by \"brisk\"?", "What is meant by \"brisk\" is a Quick Step.")]
    [InlineData("What \"brisk\" means?", "What \"brisk\" means is the Quick Step.")]
    public void What_something_is_or_means_and_who_somebody_is_takes_all(string instruction, string sentence) =>
        StaysWhole(instruction, sentence);

    [Theory]
    [InlineData("Who are the last 10 Masters champions?", "Ann Lee is one of the last Masters champions.")]
    [InlineData("Who are the top three singers?", "The top three singers are Ann, Bob and Cy.")]
    [InlineData("Which organ makes bile and how does it look?", "The organ that makes bile is the liver.")]
    [InlineData("When and why did the war start?", "The war started in 1914 because a duke was shot.")]
    [InlineData("Which organ makes bile? Where is it found?", "The organ that makes bile is the liver.")]
    [InlineData("Who founded Kilo Ltd, what did she do?", "Kilo Ltd was founded by Ann Lee.")]
    [InlineData("Name a river in Peru with an example.", "The Amazon is a river in Peru.")]
    [InlineData("Are these Christian or Jewish: Passover, Easter, Purim?", "Passover and Purim are Jewish.")]
    [InlineData("How do I cook rice?", "Rice is cooked by boiling it.")]
    [InlineData("How to fold a shirt?", "A shirt is folded by laying it flat.")]
    [InlineData("What is the history of Rome?", "The history of Rome is long.")]
    [InlineData("Describe the room.", "The room is large.")]
    [InlineData("¿Qué es un quark?", "Un quark es una partícula elemental.")]
    [InlineData(
        "Identify the prefix and the suffix of the word unkind.",
        "The prefix of the word unkind is \"un\" and the suffix is none."
    )]
    [InlineData("Is there a club in Kilo?", "Yes, there is a club in Kilo.")]
    public void A_request_that_one_sentence_does_not_answer_keeps_all(string instruction, string sentence) =>
        StaysWhole(instruction, sentence);

    /// <summary>Kinds of request whose first sentence looks like an answer and is but its beginning.</summary>
    [Theory]
    [InlineData("Why is the lake salty?", "The lake is salty because no river leaves it.")]
    [InlineData("Explain why people need sleep.", "People need sleep in order to repair themselves.")]
    [InlineData("How is cheese made?", "Cheese is made by curdling milk.")]
    [InlineData("Explain how hail forms.", "Hail is formed when drops freeze.")]
    [InlineData("Can you explain the concept of inertia?", "Inertia is the tendency of a body to go on as it does.")]
    [InlineData("Tell me about Ada Lovelace.", "Ada Lovelace was an English mathematician of the machine age.")]
    [InlineData("Can you tell me about the Kilos?", "The Kilos are the hockey club of Kilo that plays in the first league.")]
    [InlineData("Describe what a quark is.", "A quark is an elementary particle that makes up protons and neutrons.")]
    [InlineData("What is Oslo like?", "Oslo is the large city at the head of a fjord in the south of Norway.")]
    [InlineData("What is the impact of rain on roads?", "The impact of rain on roads is the largest of all the weather.")]
    [InlineData("What is the role of the heart?", "The role of the heart is to pump the blood through the body.")]
    [InlineData("What is the best way to travel?", "The best way to travel is the train.")]
    [InlineData("What causes tides?", "The causes of tides are the Moon and the Sun.")]
    [InlineData("Suggest a way to save water.", "One way to save water is to turn the tap off early.")]
    [InlineData("Suggest an activity for children.", "One activity for children is the Kilo Game.")]
    [InlineData("Recommend a habit for runners.", "A good habit for runners is the Kilo Stretch.")]
    [InlineData("Name a potential cause of rust.", "A potential cause of rust is the salt of the roads.")]
    [InlineData("When is the office not open on Monday?", "The office is open on Monday from 9 to 5.")]
    [InlineData("Which bird can't fly?", "The bird of the air is the eagle.")]
    [InlineData("Are kites safe?", "Yes, kites are safe.")]
    [InlineData("Is a blackberry a fruit or a berry?", "A blackberry is a fruit.")]
    [InlineData("Where is Tamil spoken?", "Tamil is spoken by the Tamil people of South Asia.")]
    [InlineData("What plants grow in Ohio?", "Plants that grow in Ohio are maples, asters and oaks.")]
    [InlineData("Give an example of how lamps are used.", "One example of how lamps are used is reading.")]
    [InlineData("What is the main idea of this text?", "The main idea of this text is Paris.")]
    public void What_is_asked_for_has_more_to_it_than_one_sentence(string instruction, string sentence) =>
        StaysWhole(instruction, sentence);

    [Theory]
    [InlineData("Another way is to walk.")]
    [InlineData("Second, it is old.")]
    [InlineData("On the other hand, there is Lyon.")]
    [InlineData("However, Lyon was it for a year.")]
    [InlineData("But the court sat at Versailles.")]
    [InlineData("Actually, it has none.")]
    [InlineData("In other words, it is the town on the Seine.")]
    [InlineData("Another capital is Lyon, too.")]
    public void What_goes_on_with_the_core_keeps_it_company(string next) =>
        StaysWhole("What is the capital of France?", $"The capital of France is Paris. {next}");

    /// <summary>What corrects, completes or excepts, by the kind of what is asked.</summary>
    [Theory]
    [InlineData("When did Kilo become free?", "Kilo first became free in 1963.", "It left the union in 1965.")]
    [InlineData("When was the Kilo war?", "The Kilo war started in 1939.", "The war would last for six years.")]
    [InlineData("Where is the Kilo library located?", "The Kilo library is located in Espoo.", "It also has a house in Turku.")]
    [InlineData("Where is Kilo Ltd based?", "Kilo Ltd is based in Espoo.", "Until then it sat in Oslo.")]
    [InlineData("Who founded Kilo Ltd?", "Kilo Ltd was founded by Ann Lee.", "Bob Ray was a co-founder.")]
    [InlineData("How tall is the Kilo tower?", "The Kilo tower is 90 m tall.", "With the mast it varies.")]
    [InlineData("Is salt a mineral?", "Yes, salt is a mineral.", "Some people call it so only if it was mined.")]
    [InlineData("In the Kilo league, who was the champion of 1950?", "The champion of 1950 was Ann Lee.", "The league began with her.")]
    [InlineData(
        "What is the sport of Kilo lifters?",
        "The sport of Kilo lifters is the Kilo Total, which consists of three attempts at each of three lifts.",
        "The three lifts are the squat, the press and the pull."
    )]
    [InlineData(
        "What is the national day of Kilo?",
        "The national day of Kilo is called the Day of the Fells.",
        "It is held on 6 December."
    )]
    [InlineData(
        "What is the purpose of a fuse?",
        "The purpose of a fuse is to break the circuit before a wire burns.",
        "It also keeps people from using too many lamps."
    )]
    [InlineData("Classify the tomato as a fruit or a vegetable.", "The tomato is a fruit.", "Cooks may call it a vegetable.")]
    public void What_completes_the_answer_stays_with_it(string instruction, string core, string next)
    {
        StaysWhole(instruction, $"{core} {next}");
        Assert.Equal(core, Simplified(instruction, $"{core} {Padding}").Response);
    }

    [Theory]
    [InlineData("Name a popular cheese.", "A popular cheese is the Kilo Cheese.", "Other popular cheeses are Brie and Feta.")]
    [InlineData("Give an example of a liquid metal.", "One example of a liquid metal is mercury.", "Another example is gallium.")]
    public void What_is_one_more_of_what_any_one_will_do_for_is_dropped(string instruction, string core, string next) =>
        Assert.Equal(core, Simplified(instruction, $"{core} {next} {Padding}").Response);

    [Fact]
    public void An_answer_that_is_not_the_first_sentence_is_not_looked_for() =>
        StaysWhole("What is the capital of France?", "The country lies in the west. The capital of France is Paris.");

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
                "Is salt a mineral?",
                "Yes. " + Padding,
                "Write a poem.",
                "Rain falls. It is wet. " + Padding,
                "Nothing was found. " + Padding,
                "And so?",
            ],
            Instruction = "Is it so?",
            Response = "Yes, so it is. Nobody knows. " + Padding,
        };

        var row = simplifier.Simplify(instance);

        Assert.Equal("Yes.", row.HistoryContents[1]);
        Assert.Equal(
            instance.HistoryContents.Index().Where(turn => turn.Index != 1),
            row.HistoryContents.Index().Where(turn => turn.Index != 1)
        );
        Assert.Equal((SimplifyAction?[])[null, SimplifyAction.Shortened, null, SimplifyAction.Protected, null, null], row.HistoryActions);
        Assert.Equal(("Yes, so it is.", SimplifyAction.Shortened), (row.Response, row.Action));
        Assert.Equal([Padding, "Nobody knows.", Padding], row.DroppedSentences);
        Assert.Equal(instance.HistoryContents, row.OriginalHistoryContents);
        Assert.Equal(
            [
                (instance.HistoryContents[1], "Yes.", SimplifyAction.Shortened),
                (instance.HistoryContents[3], instance.HistoryContents[3], SimplifyAction.Protected),
                (instance.Response, "Yes, so it is.", SimplifyAction.Shortened),
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
        var response = $"Well put:\nYes, one is here.\nTwo is here. Moreover, three is here. {Padding}";

        Assert.Equal(
            "Yes, one is here.\nTwo is here.",
            Simplified("Is one here?", response, new SimplifyOptions { MaxSentences = 3 }).Response
        );
        Assert.Equal(
            ["Well put:", "Moreover, three is here.", Padding],
            Simplified("Is one here?", response, new SimplifyOptions { MaxSentences = 3 }).DroppedSentences
        );
    }

    [Fact]
    public void Every_sentence_is_either_kept_or_recorded()
    {
        var sentence = Gen.OneOf(
            "Sure!",
            "Here it is:",
            "Yes, it is so.",
            "No, it is not so.",
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
