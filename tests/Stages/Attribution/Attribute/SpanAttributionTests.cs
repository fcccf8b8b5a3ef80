using CsCheck;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

public sealed class SpanAttributionTests
{
    private static readonly (string Id, string Response)[] _instances =
    [
        ("moon", "The Moon is the only natural satellite of the Earth, and it's 384,400 km away."),
        ("tides", "Tides rise. It is said that the only natural satellite of the Earth pulls the sea."),
        ("cheese", "Nobody knows why green cheese tastes of nothing at all."),
    ];

    [Fact]
    public void A_span_names_its_source_and_where_it_stands_on_both_sides()
    {
        var answer = "Well: the ONLY natural\nsatellite of the Earth; and it’s  384,400 km far.";
        var span = Assert.Single(Spans(answer, ["tides", "moon"]));

        Assert.Equal("the ONLY natural\nsatellite of the Earth; and it’s  384,400 km", span.Text);
        Assert.Equal(span.Text, answer.Substring(span.Start, span.Length));
        Assert.Equal(
            "the only natural satellite of the Earth, and it's 384,400 km",
            _instances[0].Response.Substring(span.SourceStart, span.SourceLength)
        );
        Assert.Equal(("moon", 11, 1, 0.5f), (span.SourceInstanceId, span.Words, span.SourceCount, span.Similarity));
        Assert.True(span.Borrowed);
    }

    [Fact]
    public void Of_rows_that_hold_a_span_alike_the_nearest_is_named_and_all_are_counted()
    {
        Assert.Equal("tides", Assert.Single(Spans("the only natural satellite of the Earth", ["tides", "moon"])).SourceInstanceId);
        Assert.Equal("moon", Assert.Single(Spans("the only natural satellite of the Earth", ["moon", "tides"])).SourceInstanceId);
        Assert.Equal(2, Assert.Single(Spans("the only natural satellite of the Earth", ["tides"])).SourceCount);
    }

    [Fact]
    public void Rows_that_were_not_retrieved_are_no_sources() =>
        Assert.Empty(Spans("Green cheese tastes of nothing at all", ["moon", "tides"]));

    [Theory]
    [InlineData("What is the only natural satellite of the Earth?", "unrelated words", true, false)]
    [InlineData("What is it?", "I say the only natural satellite of the earth is lost", false, true)]
    [InlineData("the only natural satellite", "natural satellite of the Earth", false, false)]
    public void What_the_prompt_or_the_control_explains_is_not_borrowed(string prompt, string control, bool inPrompt, bool inControl)
    {
        var span = Assert.Single(Spans("the only natural satellite of the Earth", ["moon"], prompt, control));

        Assert.Equal((inPrompt, inControl, !inPrompt && !inControl), (span.InPrompt, span.InControl, span.Borrowed));
    }

    [Fact]
    public void Of_a_conversation_the_searched_texts_are_searched_one_by_one_and_count_as_one_row()
    {
        InstanceRow[] rows =
        [
            new()
            {
                InstanceId = "talk",
                HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                HistoryContents = ["Green cheese, you say?", "Nobody knows why green cheese"],
                Instruction = "Tastes of what, if it tastes of nothing?",
                Input = "Nothing but green cheese and stale bread",
                Response = "Tastes of nothing at all. And nobody knows why green is green.",
            },
        ];
        IEnumerable<(string, InstanceField, int)> Found(string answer, params InstanceField[] search)
        {
            var options = new AttributeOptions { Search = search };
            using var attribution = new SpanAttribution(options, new TrainingTexts(rows, options.Search, options.MinWords), []);
            return attribution
                .Spans(
                    new GenerationRow { InstanceId = "q", Text = answer },
                    new NeighbourRow
                    {
                        InstanceId = "q",
                        Neighbours = ["talk"],
                        Similarities = [1],
                    }
                )
                .Select(span =>
                {
                    var text = InstanceText.Find(rows[0], span.SourceField, span.SourceTurn).Text;
                    Assert.Equal(Keys(span.Text), Keys(text.Substring(span.SourceStart, span.SourceLength)));
                    Assert.Equal(1, span.SourceCount);
                    return (span.Text, span.SourceField, span.SourceTurn);
                });
        }

        // Neither from one turn into the next nor from a text that is not searched.
        Assert.Equal(
            [("nobody knows why green cheese", InstanceField.Response, 1), ("tastes of nothing at all", InstanceField.Response, 3)],
            Found("nobody knows why green cheese, tastes of nothing at all", InstanceField.Response)
        );
        Assert.Equal([("nobody knows why green", InstanceField.Response, 1)], Found("nobody knows why green", InstanceField.Response));
        Assert.Empty(Found("nothing but green cheese and stale bread", InstanceField.Response, InstanceField.Instruction));
        Assert.Equal(
            [("nothing but green cheese and stale bread", InstanceField.Input, 2)],
            Found("nothing but green cheese and stale bread", InstanceField.Input)
        );
        Assert.Equal(
            [("if it tastes of nothing", InstanceField.Instruction, 2)],
            Found("if it tastes of nothing at all", InstanceField.Instruction)
        );
    }

    [Theory]
    [InlineData("natural satellite of", 0)]
    [InlineData("it is said that", 0)]
    [InlineData("natural satellite of the", 1)]
    [InlineData("satellite of the Earth tastes of nothing at all", 2)]
    public void A_span_has_enough_words_and_enough_that_say_something(string answer, int spans) =>
        Assert.Equal(spans, Spans(answer, ["tides", "cheese"], options: new AttributeOptions { MinWords = 4, MinContentWords = 2 }).Count);

    [Fact]
    public void Spans_are_all_maximal_word_sequences_shared_with_retrieved_rows_and_no_others()
    {
        var text = Gen.OneOf("red", "Red", "blue", "the", "dog", "\n", ",", "new").Array[0, 14].Select(words => string.Join(' ', words));
        Gen.Select(text.Array[1, 5], text, text, text, Gen.Int[1, 3])
            .Sample(
                (responses, answer, prompt, control, minWords) =>
                {
                    var instances = responses.Select((response, i) => ($"row{i}", response)).ToList();
                    var retrieved = instances.Where((_, i) => i % 2 == 0).Reverse().ToList();
                    using var attribution = new SpanAttribution(
                        new AttributeOptions { MinWords = minWords, MinContentWords = 1 },
                        new TrainingTexts(Rows(instances), [InstanceField.Response], minWords),
                        [control]
                    );
                    var spans = attribution.Spans(
                        new GenerationRow
                        {
                            InstanceId = "q",
                            Prompt = prompt,
                            Text = answer,
                        },
                        new NeighbourRow
                        {
                            InstanceId = "q",
                            Neighbours = [.. retrieved.Select(row => row.Item1)],
                            Similarities = new float[retrieved.Count],
                        }
                    );

                    var words = Keys(answer);
                    bool In(string other, int start, int length) => Contains(Keys(other), words[start..(start + length)]);
                    bool Shared(int start, int length) =>
                        start >= 0 && start + length <= words.Length && retrieved.Any(row => In(row.response, start, length));
                    var expected =
                        from start in Enumerable.Range(0, words.Length)
                        from length in Enumerable.Range(minWords, Math.Max(0, words.Length - start - minWords + 1))
                        where Shared(start, length) && !Shared(start - 1, length + 1) && !Shared(start, length + 1)
                        where words[start..(start + length)].Any(word => !StopWords.Contains(word))
                        let source = retrieved.First(row => In(row.response, start, length)).Item1
                        let explained = (In(prompt, start, length), In(control, start, length))
                        select (
                            Words.Split(answer)[start].Start,
                            length,
                            source,
                            instances.Count(row => In(row.response, start, length)),
                            explained
                        );

                    Assert.Equal(
                        expected,
                        spans.Select(span =>
                            (span.Start, span.Words, span.SourceInstanceId, span.SourceCount, (span.InPrompt, span.InControl))
                        )
                    );
                    Assert.All(
                        spans,
                        span =>
                            Assert.Equal(
                                Keys(answer.Substring(span.Start, span.Length)),
                                Keys(
                                    instances
                                        .Single(row => row.Item1 == span.SourceInstanceId)
                                        .response.Substring(span.SourceStart, span.SourceLength)
                                )
                            )
                    );
                },
                iter: 2000,
                threads: 1
            );
    }

    private static IReadOnlyList<BorrowedSpanRow> Spans(
        string answer,
        string[] retrieved,
        string prompt = "",
        string control = "",
        AttributeOptions? options = null
    )
    {
        options ??= new AttributeOptions();
        using var attribution = new SpanAttribution(
            options,
            new TrainingTexts(Rows(_instances), options.Search, options.MinWords),
            [control]
        );
        return attribution.Spans(
            new GenerationRow
            {
                InstanceId = "q",
                Model = "m",
                Prompt = prompt,
                Text = answer,
            },
            new NeighbourRow
            {
                InstanceId = "q",
                Neighbours = retrieved,
                Similarities = [.. retrieved.Select((_, i) => 1f / (i + 1))],
            }
        );
    }

    private static IEnumerable<InstanceRow> Rows(IEnumerable<(string Id, string Response)> instances) =>
        instances.Select(row => new InstanceRow { InstanceId = row.Id, Response = row.Response });

    private static string[] Keys(string text) => [.. Words.Split(text).Select(word => word.Key)];

    private static bool Contains(string[] text, string[] phrase) =>
        Enumerable
            .Range(0, Math.Max(0, text.Length - phrase.Length + 1))
            .Any(start => text.AsSpan(start, phrase.Length).SequenceEqual(phrase));
}
