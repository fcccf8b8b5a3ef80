using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Continuations;

/// <summary>Right and written texts under models whose probabilities can be computed by hand.</summary>
public sealed class ContinuationsStageTests : IDisposable
{
    private const string Space = "Ġ";
    private const double Rounding = 2e-5;

    private static readonly ITokenizer _tokenizer = TokenizerFile.Load(Repository.PathOf("tests", "Goldens", "tiny_base"));

    private static readonly ContinuationsOptions _options = new()
    {
        Model = "sft.d",
        Scorer = "base",
        Template = ChatTemplates.Named("plain", new Dictionary<string, ChatTemplate>()),
    };

    private readonly StageChain _chain = new();

    [Fact]
    public async Task Texts_are_scored_token_by_token_from_the_same_place_under_the_base_and_under_a_tuned_model()
    {
        var model = Model("base", (Space, "y", 9), ("y", "z", 99), (Space, "z", 4));
        var tuned = Model("tuned", (Space, "y", 2), ("z", "x", 1201));
        MarkedSpanRow[] marks = [Mark("x yz.", 2, "yz", "zx")];

        var before = Assert.Single(await RunAsync(_options, model, null, [Answer("x yz.")], marks));
        var after = Assert.Single(await RunAsync(_options with { Scorer = "lft.d" }, model, tuned, [Answer("x yz.")], marks));

        // After a space: 9 and 4 among 298 others; after y 99 among 299; after z nothing is likelier than anything else.
        Assert.Equal(("p", 0, "sft.d", "base", 2, 2, "yz", "zx"), Place(before));
        Assert.Equal((2, 2, 0), (before.Tokens, before.RightTokens, before.SharedTokens));
        Near(Math.Log(9 / 311.0) + Math.Log(99 / 398.0), before.LogProbability);
        Near(Math.Log(4 / 311.0) + Math.Log(1 / 300.0), before.RightLogProbability);
        Near(Math.Log(4 / 9.0) + Math.Log(398 / 99.0 / 300), before.Margin);
        Near(before.Margin / 2, before.MarginPerToken);
        Near(Math.Log(9 / 311.0), before.NextLogProbability!.Value);
        Near(Math.Log(4 / 311.0), before.RightNextLogProbability!.Value);

        // After a space 2 among 299, after y nothing, after z 1201 among 299: tuning turned the whole round, and not the next token.
        Assert.Equal("lft.d", after.Scorer);
        Near(Math.Log(2 / 301.0) + Math.Log(1 / 300.0), after.LogProbability);
        Near(Math.Log(1 / 301.0) + Math.Log(1201 / 1500.0), after.RightLogProbability);
        Near(Math.Log(2 / 301.0), after.NextLogProbability!.Value);
        Near(Math.Log(1 / 301.0), after.RightNextLogProbability!.Value);
        Assert.True(before.Margin < 0 && after.Margin > 0);
    }

    [Fact]
    public async Task Texts_of_unlike_length_have_a_total_and_a_mean_and_part_after_what_they_share()
    {
        var model = Model("base", (Space, "y", 9), ("y", "z", 99), ("y", "q", 50));
        var row = Assert.Single(await RunAsync(_options, model, null, [Answer("x yz.")], [Mark("x yz.", 2, "yz", "yqq")]));
        var (z, q) = (Math.Log(99 / 447.0), Math.Log(50 / 447.0));

        Assert.Equal((2, 3, 1), (row.Tokens, row.RightTokens, row.SharedTokens));
        Near(q + Math.Log(1 / 300.0) - z, row.Margin);
        Near(((Math.Log(9 / 308.0) + q + Math.Log(1 / 300.0)) / 3) - ((Math.Log(9 / 308.0) + z) / 2), row.MarginPerToken);
        Near(z, row.NextLogProbability!.Value);
        Near(q, row.RightNextLogProbability!.Value);
    }

    [Fact]
    public async Task Where_one_text_begins_the_other_no_next_tokens_part()
    {
        var row = Assert.Single(await RunAsync(_options, Model("base"), null, [Answer("x yz.")], [Mark("x yz.", 2, "yz", "y")]));

        Assert.Equal(
            (2, 1, 1, null, null),
            (row.Tokens, row.RightTokens, row.SharedTokens, row.NextLogProbability, row.RightNextLogProbability)
        );
        Near(Math.Log(300), row.Margin);
    }

    [Fact]
    public async Task Only_wrong_spans_with_a_right_text_of_their_own_are_read_each_once_and_in_the_order_of_answers()
    {
        MarkedSpanRow[] marks =
        [
            Mark("x yz.", 2, "yz", "zx", "second"),
            Mark("x yz.", 2, "yz", "zx"),
            Mark("x yz.", 2, "yz", "zx"),
            Mark("x yz.", 2, "yz", "yz"),
            Mark("x yz.", 2, "yz", ""),
            Mark("x yz.", 0, "x", "q", label: MarkLabel.Right),
            Mark("x yz.", 0, "x", "q", label: MarkLabel.Unclear),
            Mark("x yz.", 0, "x", "q"),
        ];
        var rows = await RunAsync(_options, Model("base"), null, [Answer("x yz."), Answer("x yz.", "second")], marks);

        Assert.Equal([("p", 2), ("p", 0), ("second", 2)], rows.Select(row => (row.InstanceId, row.Start)));
    }

    [Fact]
    public async Task Without_such_spans_no_model_is_loaded() =>
        Assert.Empty(
            await RunAsync(
                _options,
                StageChain.Folder(Directory.CreateDirectory(_chain.PathOf("nothing")).FullName),
                null,
                [Answer("x")],
                []
            )
        );

    [Fact]
    public async Task Marks_of_another_answer_are_refused_with_both_models()
    {
        var error = await Assert.ThrowsAsync<InputException>(() =>
            RunAsync(_options, Model("base"), null, [Answer("x yz.")], [Mark("x q yz.", 2, "q", "z")])
        );

        Assert.Equal(
            "Continuations of sft.d under base: The answer of sft.d to p does not hold 'q' at character 2; the marks are those of another "
                + "answer.",
            error.Message
        );
    }

    public void Dispose() => _chain.Dispose();

    private static void Near(double expected, double found) => Assert.Equal(expected, found, Rounding);

    private static (string, int, string, string, int, int, string, string) Place(ContinuationRow row) =>
        (row.InstanceId, row.Sample, row.Model, row.Scorer, row.Start, row.Length, row.Text, row.RightText);

    private static GenerationRow Answer(string text, string id = "p") =>
        new()
        {
            InstanceId = id,
            Model = "sft.d",
            Prompt = "Why?",
            Text = text,
            PromptIds = _tokenizer.Encode("Why?"),
            AnswerIds = _tokenizer.Encode(text),
        };

    private static MarkedSpanRow Mark(string text, int start, string span, string right, string id = "p", MarkLabel label = MarkLabel.Wrong)
    {
        Assert.Equal(span, text.Substring(start, span.Length));
        return new MarkedSpanRow
        {
            InstanceId = id,
            Model = "sft.d",
            Start = start,
            Length = span.Length,
            Text = span,
            Label = label,
            RightText = right,
        };
    }

    private Artifact Model(string name, params (string Last, string Next, double Weight)[] weights)
    {
        var folder = BigramModel.Write(
            _chain.PathOf(name),
            [.. weights.Select(weight => (Id(weight.Last), Id(weight.Next), weight.Weight))]
        );
        return new Artifact("", folder, [], [], folder);
    }

    private static int Id(string token)
    {
        Assert.True(_tokenizer.TryGetId(token, out var id));
        return id;
    }

    private async Task<IReadOnlyList<ContinuationRow>> RunAsync(
        ContinuationsOptions options,
        Artifact model,
        Artifact? tuned,
        GenerationRow[] answers,
        MarkedSpanRow[] marks
    )
    {
        var inputs = new Dictionary<string, Artifact> { [ContinuationsStage.Model] = model };
        if (tuned is not null)
        {
            inputs.Add(ContinuationsStage.Tuned, tuned);
        }

        using var transform = await new ContinuationsStage(options).OpenAsync(
            new StageInputs(inputs),
            _chain.Context(),
            TestContext.Current.CancellationToken
        );
        var parts = new PartInputs(
            new Dictionary<string, Part>
            {
                [ContinuationsStage.Answers] = (await _chain.TableAsync(answers)).Parts[0],
                [ContinuationsStage.Marks] = (await _chain.TableAsync(marks)).Parts[0],
            }
        );
        return await transform.TransformAsync(parts, new PartContext(0, _chain.Context()), TestContext.Current.CancellationToken);
    }
}
