using Pipeline.Engine;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Modeling.Models.Encoders;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Embed;

/// <summary>Embedding by a sentence encoder of some hundred kilobytes.</summary>
public sealed class SentenceEmbedStageTests : IDisposable
{
    private const int Length = 40;

    private static readonly string[] _answers =
    [
        "a quick brown fox",
        "",
        "words that go on for longer than the others do",
        "a quick brown fox!",
        "tea",
        "7 bees",
    ];

    private readonly StageFixture _fixture = new();
    private readonly TemporaryFolder _encoder = new();

    public void Dispose()
    {
        _fixture.Dispose();
        _encoder.Dispose();
    }

    [Theory]
    [InlineData(TinyEncoder.Bert, PoolingKind.Mean)]
    [InlineData(TinyEncoder.Bert, PoolingKind.Cls)]
    [InlineData(TinyEncoder.Mpnet, PoolingKind.Max)]
    [InlineData(TinyEncoder.Mpnet, PoolingKind.Last)]
    public async Task Rows_keep_their_order_and_a_vector_depends_on_its_own_text(string family, PoolingKind pooling)
    {
        TinyEncoder.Write(_encoder.Root, family);

        var together = await AnswersAsync(Options(pooling), _answers);
        var alone = await AnswersAsync(Options(pooling) with { BatchSize = 1 }, _answers);

        Assert.Equal(Enumerable.Range(0, _answers.Length).Select(i => $"row-{i}"), together.Select(row => row.InstanceId));
        Assert.All(together, row => Assert.Equal(1, row.Vector.Sum(value => (double)value * value), 1e-5));
        foreach (var (first, second) in together.Zip(alone))
        {
            Assert.Equal(first.Vector, second.Vector, (left, right) => Math.Abs(left - right) < 1e-5);
        }

        Assert.Equal(6, together.Select(row => string.Join(' ', row.Vector)).Distinct().Count());
    }

    [Fact]
    public async Task A_text_is_read_up_to_its_length_with_the_tokens_around_it()
    {
        TinyEncoder.Write(_encoder.Root);

        var rows = await AnswersAsync(Options(PoolingKind.Mean) with { MaxLength = 6 }, ["abcd", "abcdefgh", "abce"]);

        // Two of six tokens stand around the text, so four letters are read.
        Assert.Equal(rows[0].Vector, rows[1].Vector, (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.True(rows[0].Vector.Zip(rows[2].Vector, (left, right) => Math.Abs(left - right)).Max() > 1e-3);
    }

    [Fact]
    public async Task A_text_that_spells_a_token_of_the_encoder_stays_text()
    {
        TinyEncoder.Write(_encoder.Root);

        var rows = await AnswersAsync(Options(PoolingKind.Mean), ["tea [SEP] bees", "tea [sep] bees"]);

        Assert.Equal(rows[0].Vector, rows[1].Vector, (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Theory]
    [InlineData(EmbeddedText.Both, "ask\nsay", "ask\nsay")]
    [InlineData(EmbeddedText.Instruction, "ask", "ask")]
    [InlineData(EmbeddedText.Response, "say", "say")]
    public async Task Of_rows_and_of_answers_the_same_side_is_embedded(EmbeddedText side, string ofAnswer, string ofRow)
    {
        TinyEncoder.Write(_encoder.Root);
        var plain = await AnswersAsync(Options(PoolingKind.Mean), [ofAnswer, ofRow]);

        var answer = await RunAsync(
            Options(PoolingKind.Mean) with
            {
                Rows = TextSource.Answers,
                Text = side,
            },
            [
                new GenerationRow
                {
                    InstanceId = "a",
                    Prompt = "ask",
                    Text = "say",
                },
            ]
        );
        var rows = await RunAsync(
            Options(PoolingKind.Mean) with
            {
                Rows = TextSource.Instances,
                Text = side,
            },
            [
                new InstanceRow
                {
                    InstanceId = "talk",
                    HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                    HistoryContents = ["before", "this"],
                    Instruction = "ask",
                    Response = "say",
                },
            ]
        );

        Assert.Equal([("talk", 1), ("talk", 3)], rows.Select(row => (row.InstanceId, row.Turn)));
        Assert.Equal(plain[0].Vector, answer[0].Vector, (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Equal(plain[1].Vector, rows[1].Vector, (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_an_error_that_names_folder_and_row()
    {
        TinyEncoder.Write(_encoder.Root);
        GoldenEncoderTests.Rewrite(
            _encoder.Root,
            weights =>
            {
                // The token 't' alone, so that one text of two is affected.
                weights["embeddings.word_embeddings.weight"][4 + 't' - '!' - 26].fill_(float.NaN);
                return weights;
            }
        );

        var error = await Assert.ThrowsAsync<InputException>(() => AnswersAsync(Options(PoolingKind.Mean), ["bee", "tea"]));

        Assert.StartsWith(
            $"{_encoder.Root} gives the text of row row-1, turn 0, a vector with NaN in dimension 1, expected numbers",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Batches_are_sorted_full_and_cut_by_content()
    {
        var texts = Enumerable.Range(0, 500).Select(i => new SearchedText($"row-{i}", 0, "")).ToList();
        var tokens = texts.Select((_, i) => new int[1 + ((i * 37) % 50)]).ToList();

        var batches = SentenceEmbedding.Cut(texts, tokens, 32).ToList();
        var without = SentenceEmbedding.Cut(texts.Take(499).ToList(), tokens, 32).ToList();

        Assert.Equal(Enumerable.Range(0, 500), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, 32));
        Assert.Contains(batches, batch => batch.Count == 32);
        Assert.Contains(batches.SkipLast(1), batch => batch.Count < 32);
        var lengths = batches.SelectMany(batch => batch).Select(place => tokens[place].Length).ToList();
        Assert.Equal(lengths.Order(), lengths);

        // One row less moves the ends of batches up to the next cut only.
        var kept = batches.Select(batch => string.Join(' ', batch)).Intersect(without.Select(batch => string.Join(' ', batch))).Count();
        Assert.InRange(kept, batches.Count - 10, batches.Count - 1);
    }

    [Fact]
    public async Task Vectors_that_were_made_are_remembered()
    {
        TinyEncoder.Write(_encoder.Root);
        var memo = new CountingMemo();
        var first = await AnswersAsync(Options(PoolingKind.Mean), _answers, memo);
        var (asked, made) = (memo.Asked, memo.Made);

        var second = await AnswersAsync(Options(PoolingKind.Mean), _answers, memo);

        Assert.Equal((asked, 2 * asked, made), (made, memo.Asked, memo.Made));
        Assert.Equal(first.SelectMany(row => row.Vector), second.SelectMany(row => row.Vector));
    }

    private static SentenceOptions Options(PoolingKind pooling) =>
        new()
        {
            Rows = TextSource.AnswersAlone,
            Pooling = pooling,
            MaxLength = Length,
        };

    private Task<IReadOnlyList<EmbeddingRow>> AnswersAsync(
        SentenceOptions options,
        IReadOnlyList<string> answers,
        CountingMemo? memo = null
    ) => RunAsync(options, [.. answers.Select((text, i) => new GenerationRow { InstanceId = $"row-{i}", Text = text })], memo);

    private Task<IReadOnlyList<EmbeddingRow>> RunAsync<TRow>(SentenceOptions options, IReadOnlyList<TRow> rows, CountingMemo? memo = null)
        where TRow : class, new() =>
        _fixture
            .WithFolder(SentenceEmbedStage.Encoder, _encoder.Root)
            .RunAsync(new SentenceEmbedStage(options), SentenceEmbedStage.Texts, rows, memo ?? new CountingMemo());
}
