using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Embed;

public sealed class TfidfTests : IDisposable
{
    private static readonly InstanceRow[] _corpus =
    [
        new()
        {
            InstanceId = "1",
            Instruction = "apple pear",
            Response = "apple",
        },
        new()
        {
            InstanceId = "2",
            Instruction = "apple",
            Input = "fig",
            Response = "quince",
        },
        new()
        {
            InstanceId = "3",
            Instruction = "Fig",
            Response = "plum",
        },
    ];

    private readonly StageFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Values_are_sublinear_term_frequency_times_smoothed_inverse_document_frequency_at_unit_length()
    {
        var rows = await InstancesAsync(1);
        double Idf(int instances) => Math.Log(4.0 / (1 + instances)) + 1;
        double[] expected = [(1 + Math.Log(2)) * Idf(2), Idf(1)];
        var length = Math.Sqrt(expected.Sum(value => value * value));

        // Words in ordinal order: apple 0, fig 1, pear 2, plum 3, quince 4.
        Assert.Equal([0, 2], rows[0].Dimensions);
        Assert.Equal(
            expected.Select(value => value / length),
            rows[0].Values.Select(value => (double)value),
            (left, right) => Math.Abs(left - right) < 1e-6
        );
        Assert.Equal([0, 1, 4], rows[1].Dimensions);
        Assert.All(rows, row => Assert.Equal(1, row.Values.Sum(value => value * value), 1e-6));
        Assert.All(rows, row => Assert.Empty(row.Vector));
    }

    [Fact]
    public async Task Rare_and_unknown_words_do_not_count()
    {
        var rows = await InstancesAsync(2);
        Assert.Equal(
            [
                [0],
                [0, 1],
                [1],
            ],
            rows.Select(row => row.Dimensions)
        );

        await _fixture.WithTableAsync(TfidfEmbedStage.Corpus, _corpus);
        var answers = await _fixture.RunAsync(
            new TfidfEmbedStage(new TfidfOptions { Rows = TextSource.Answers, MinInstances = 2 }),
            TfidfEmbedStage.Texts,
            [
                new GenerationRow
                {
                    InstanceId = "a",
                    Prompt = "Apple?",
                    Text = "plum FIG fig",
                },
                new GenerationRow
                {
                    InstanceId = "b",
                    Prompt = "unknown",
                    Text = "",
                },
            ]
        );
        Assert.Equal(
            [
                [0, 1],
                [],
            ],
            answers.Select(row => row.Dimensions)
        );
        Assert.Equal(["a", "b"], answers.Select(row => row.InstanceId));
        Assert.True(answers[0].Values[1] > answers[0].Values[0]);
    }

    [Fact]
    public async Task A_conversation_has_a_vector_for_each_response_and_is_one_instance_of_the_corpus()
    {
        InstanceRow[] corpus =
        [
            new()
            {
                InstanceId = "talk",
                HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                HistoryContents = ["apple", "apple pear"],
                Instruction = "apple",
                Response = "quince",
            },
            new()
            {
                InstanceId = "other",
                Instruction = "quince",
                Response = "fig",
            },
        ];
        await _fixture.WithTableAsync(TfidfEmbedStage.Corpus, corpus);
        var rows = await _fixture.RunAsync(new TfidfEmbedStage(new TfidfOptions { MinInstances = 1 }), TfidfEmbedStage.Texts, corpus);
        double Idf(int instances) => Math.Log(3.0 / (1 + instances)) + 1;

        // Words in ordinal order: apple 0, fig 1, pear 2, quince 3.
        Assert.Equal([("talk", 1), ("talk", 3), ("other", 1)], rows.Select(row => (row.InstanceId, row.Turn)));
        Assert.Equal(
            [
                [0, 2],
                [0, 3],
                [1, 3],
            ],
            rows.Select(row => row.Dimensions)
        );
        Assert.Equal(Idf(1) / Idf(2), rows[1].Values[0] / rows[1].Values[1], 1e-6);

        // "apple" stands in three turns, but in one instance: too rare.
        var rare = await _fixture.RunAsync(new TfidfEmbedStage(new TfidfOptions { MinInstances = 2 }), TfidfEmbedStage.Texts, corpus);
        Assert.Equal(
            [
                [],
                [0],
                [0],
            ],
            rare.Select(row => row.Dimensions)
        );
    }

    private async Task<IReadOnlyList<EmbeddingRow>> InstancesAsync(int minInstances)
    {
        await _fixture.WithTableAsync(TfidfEmbedStage.Corpus, _corpus);
        return await _fixture.RunAsync(
            new TfidfEmbedStage(new TfidfOptions { MinInstances = minInstances }),
            TfidfEmbedStage.Texts,
            _corpus
        );
    }
}
