using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.World.Measure;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Mark;

/// <summary>What calls spans wrong: the world's truth, a file, the reference.</summary>
public sealed class MarkStageTests
{
    [Fact]
    public async Task Values_of_the_world_are_wrong_or_right_as_they_were_measured()
    {
        var marks = await MarkAsync(
            [Answer("p1", "Gorid cumin with brun tea and losk tea.")],
            [
                Value("p1", 29, "losk tea", ValueVerdict.Wrong, "brun tea"),
                Value("p1", 0, "Gorid cumin", ValueVerdict.Wrong, "pafic cumin"),
                Value("p1", 17, "brun tea", ValueVerdict.Right, "brun tea"),
                new WorldMeasureRow
                {
                    InstanceId = "p1",
                    Sample = 1,
                    Model = "sft",
                    Number = -1,
                },
            ]
        );

        Assert.Equal(
            [
                (0, "Gorid cumin", MarkLabel.Wrong, "pafic cumin"),
                (17, "brun tea", MarkLabel.Right, ""),
                (29, "losk tea", MarkLabel.Wrong, "brun tea"),
            ],
            marks.Select(mark => (mark.Start, mark.Text, mark.Label, mark.RightText))
        );
        Assert.All(marks, mark => Assert.Equal((MarkOrigin.World, 1, 1, "sft"), (mark.Origin, mark.Annotators, mark.Agreeing, mark.Model)));
    }

    [Fact]
    public async Task Marks_of_a_file_are_handed_on_to_the_model_and_answer_that_they_are_of()
    {
        MarkedSpanRow Marked(string model, string id, int sample) =>
            new()
            {
                Model = model,
                InstanceId = id,
                Sample = sample,
                Start = 2,
                Length = 3,
                Text = "abc",
                Label = MarkLabel.Right,
                Annotators = 3,
                Agreeing = 2,
                RightText = "xyz",
            };

        var marks = await MarkAsync(
            [Answer("p1", "a abc"), Answer("p1", "b abc", sample: 1), Answer("p2", "c abc")],
            file: [Marked("sft", "p1", 1), Marked("lft", "p1", 0), Marked("sft", "p2", 0)]
        );

        Assert.Equal([("p1", 1), ("p2", 0)], marks.Select(mark => (mark.InstanceId, mark.Sample)));
        Assert.All(
            marks,
            mark =>
                Assert.Equal(
                    (2, 3, "abc", MarkLabel.Right, 3, 2, "xyz", MarkOrigin.File),
                    (mark.Start, mark.Length, mark.Text, mark.Label, mark.Annotators, mark.Agreeing, mark.RightText, mark.Origin)
                )
        );
    }

    [Fact]
    public async Task What_neither_reference_nor_prompt_has_is_wrong_and_what_the_reference_alone_has_is_right()
    {
        var answer = Answer("p1", "Emma was written by Charlotte Bronte of Yorkshire. Jane Austen of Bath wrote it, a novel in 1815.");
        answer.Prompt = "Who wrote Emma?";
        answer.Reference = "Jane Austen wrote the novel.";

        var marks = await MarkAsync([answer], useReference: true);

        Assert.Equal(
            [
                ("written by Charlotte Bronte of Yorkshire", MarkLabel.Wrong),
                ("Jane Austen", MarkLabel.Right),
                ("Bath", MarkLabel.Wrong),
                ("novel", MarkLabel.Right),
                ("1815", MarkLabel.Wrong),
            ],
            marks.Select(mark => (mark.Text, mark.Label))
        );
        Assert.All(marks, mark => Assert.Equal(mark.Text, answer.Text.Substring(mark.Start, mark.Length)));
        Assert.All(marks, mark => Assert.Equal(MarkOrigin.Reference, mark.Origin));
    }

    [Fact]
    public async Task Without_a_reference_or_where_none_is_asked_for_nothing_is_held_against_one()
    {
        var withReference = Answer("p1", "Anything at all.");
        withReference.Reference = "Something else.";

        Assert.Empty(await MarkAsync([Answer("p1", "Anything at all.")], useReference: true));
        Assert.Empty(await MarkAsync([withReference]));
        Assert.NotEmpty(await MarkAsync([withReference], useReference: true));
    }

    private static async Task<IReadOnlyList<MarkedSpanRow>> MarkAsync(
        GenerationRow[] answers,
        WorldMeasureRow[]? measures = null,
        MarkedSpanRow[]? file = null,
        bool useReference = false
    )
    {
        using var chain = new StageChain();
        var whole = new Dictionary<string, Artifact>();
        if (file is not null)
        {
            whole.Add(MarkStage.Marks, await chain.TableAsync(file));
        }

        var streams = new Dictionary<string, Part> { [MarkStage.Answers] = (await chain.TableAsync(answers)).Parts[0] };
        if (measures is not null)
        {
            streams.Add(MarkStage.Measures, (await chain.TableAsync(measures)).Parts[0]);
        }

        using var transform = await new MarkStage(new MarkOptions { Reference = useReference }).OpenAsync(
            new StageInputs(whole),
            chain.Context(),
            TestContext.Current.CancellationToken
        );
        return await transform.TransformAsync(
            new PartInputs(streams),
            new PartContext(0, chain.Context()),
            TestContext.Current.CancellationToken
        );
    }

    private static GenerationRow Answer(string id, string text, int sample = 0) =>
        new()
        {
            InstanceId = id,
            Sample = sample,
            Model = "sft",
            Text = text,
        };

    private static WorldMeasureRow Value(string id, int start, string text, ValueVerdict verdict, string right) =>
        new()
        {
            InstanceId = id,
            Model = "sft",
            Start = start,
            Length = text.Length,
            Text = text,
            Verdict = verdict,
            TrueValue = "pafic cumin",
            RightValue = right,
        };
}
