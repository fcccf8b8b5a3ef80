using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

public sealed class SpanAttributionTests : IDisposable
{
    private static readonly PhraseIndexIdentity _identity = new("d", "s");

    private static readonly (string Id, string Response)[] _instances =
    [
        ("moon", "The Moon is the only natural satellite of the Earth, and it's 384,400 km away."),
        ("tides", "Tides rise. It is said that the only natural satellite of the Earth pulls the sea."),
        ("cheese", "Nobody knows why green cheese tastes of nothing at all."),
    ];

    private readonly TemporaryFolder _folder = new();
    private int _made;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_span_names_its_source_and_where_it_stands_on_both_sides()
    {
        var answer = "Well: the ONLY natural\tsatellite of the Earth; and it’s  384,400 km far.";
        var span = Assert.Single(Spans(answer, ["tides", "moon"]));

        Assert.Equal("the ONLY natural\tsatellite of the Earth; and it’s  384,400 km", span.Text);
        Assert.Equal(span.Text, answer.Substring(span.Start, span.Length));
        Assert.Equal(
            "the only natural satellite of the Earth, and it's 384,400 km",
            _instances[0].Response.Substring(span.SourceStart, span.SourceLength)
        );
        Assert.Equal(("moon", 11, 1, (double?)0.5), (span.SourceInstanceId, span.Words, span.SourceCount, span.Similarity));
    }

    [Fact]
    public void Of_rows_that_hold_a_span_alike_the_nearest_is_named_and_all_are_counted()
    {
        Assert.Equal("tides", Assert.Single(Spans("the only natural satellite of the Earth", ["tides", "moon"])).SourceInstanceId);
        Assert.Equal("moon", Assert.Single(Spans("the only natural satellite of the Earth", ["moon", "tides"])).SourceInstanceId);
        Assert.Equal(2, Assert.Single(Spans("the only natural satellite of the Earth", ["tides"])).SourceCount);
    }

    [Fact]
    public void A_row_that_was_not_retrieved_is_a_source_without_similarity()
    {
        var span = Assert.Single(Spans("Green cheese tastes of nothing at all", ["moon", "tides"]));

        Assert.Equal(("cheese", null, 1), (span.SourceInstanceId, span.Similarity, span.SourceCount));
    }

    [Fact]
    public void Of_holders_that_were_not_retrieved_the_one_that_says_most_of_prompt_and_answer_is_named()
    {
        (string, string)[] rows =
        [
            ("far", "The stale bread was dry"),
            ("near", "Of the tern and the gull: the stale bread fed them"),
            ("twin", "Of the tern and the gull: the stale bread fed them"),
        ];

        Assert.Equal("near", Assert.Single(Spans("a stale bread", [], "tern?", rows: rows)).SourceInstanceId);
        Assert.Equal("far", Assert.Single(Spans("a stale bread", [], "dry?", rows: rows)).SourceInstanceId);
        Assert.Equal("twin", Assert.Single(Spans("a stale bread", ["twin"], "dry?", rows: rows)).SourceInstanceId);
    }

    [Fact]
    public void A_common_phrase_has_the_source_that_a_rare_one_would_have()
    {
        // More places than are listed when some of the holders were retrieved.
        var rows = Enumerable.Range(0, 3000).Select(i => ($"row{i}", $"green cheese {(i == 2900 ? "moon" : "sun")}")).ToArray();

        var retrieved = Assert.Single(Spans("green cheese", ["row7", "row3"], rows: rows));
        Assert.Equal(("row7", (double?)1, 3000), (retrieved.SourceInstanceId, retrieved.Similarity, retrieved.SourceCount));
        var none = Assert.Single(Spans("green cheese", [], "moon", rows: rows));
        Assert.Equal(("row2900", null, 3000), (none.SourceInstanceId, none.Similarity, none.SourceCount));
    }

    [Fact]
    public void A_retrieved_row_that_the_index_lacks_is_of_another_dataset() =>
        Assert.Contains(
            "Row elsewhere, retrieved for q, is not in the index",
            Assert.Throws<InvalidDataException>(() => Spans("green cheese", ["elsewhere"])).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("natural satellite. Of the Earth", "natural satellite|Of the Earth")]
    [InlineData("natural\nsatellite pulls\nthe sea", "the sea")]
    [InlineData("green cheese! Tastes of nothing", "green cheese|Tastes of nothing")]
    public void A_span_ends_where_a_sentence_or_line_ends(string answer, string spans) =>
        Assert.Equal(spans.Split('|'), Spans(answer, []).Select(span => span.Text));

    [Theory]
    [InlineData("我喜欢在北京大学学习自然语言处理。", "他说：我喜欢在北京大学教书。", "我喜欢在北京大学")]
    [InlineData("私は東京大学で日本語を勉強しています。", "彼は東京大学で日本語を教える。", "は東京大学で日本語を")]
    [InlineData("วันนี้อากาศดีมาก ฉันอยากไปเดินเล่นที่สวนสาธารณะ", "เขาอยากไปเดินเล่นที่ทะเล", "อยากไปเดินเล่นที่")]
    [InlineData("ຂ້ອຍມັກກິນເຂົ້າໜຽວກັບປີ້ງໄກ່", "ລາວມັກກິນເຂົ້າໜຽວ", "ມັກກິນເຂົ້າໜຽວ")]
    [InlineData("ខ្ញុំចូលចិត្តរៀនភាសាខ្មែរ។", "គាត់ចូលចិត្តរៀនភាសាបារាំង។", "ចូលចិត្តរៀន")]
    [InlineData("ကျွန်တော်မြန်မာစာကိုလေ့လာနေပါတယ်။", "သူမြန်မာစာကိုလေ့လာသည်။", "မြန်မာစာကိုလေ့လာ")]
    public void In_scripts_without_spaces_a_span_is_words_of_the_dictionary(string row, string answer, string span) =>
        Assert.Equal(span, Assert.Single(Spans(answer, [], rows: [("row", row)])).Text);

    [Theory]
    [InlineData("What is the only natural satellite of the Earth?", true)]
    [InlineData("the only natural satellite", false)]
    public void A_span_that_the_prompt_holds_whole_is_marked(string prompt, bool inPrompt) =>
        Assert.Equal(inPrompt, Assert.Single(Spans("the only natural satellite of the Earth", ["moon"], prompt)).InPrompt);

    [Fact]
    public void Who_else_writes_a_phrase_makes_it_less_surprising_but_what_others_answered_to_the_same_prompt_does_not()
    {
        var alone = Assert.Single(Spans("green cheese tastes of nothing", []));
        var common = Assert.Single(
            Spans("green cheese tastes of nothing", [], control: "green cheese tastes of nothing", controlPrompt: "other")
        );
        var same = Assert.Single(
            Spans("green cheese tastes of nothing", [], control: "green cheese tastes of nothing", controlPrompt: "q")
        );

        Assert.True(common.CorpusSurprisal < alone.CorpusSurprisal - 5, "a phrase that others write is no longer surprising");
        Assert.Equal(alone.CorpusSurprisal!.Value, same.CorpusSurprisal!.Value, 1e-9);
        Assert.False(alone.Borrowed);
        Assert.Null(alone.BaseSurprisal);
    }

    [Fact]
    public void A_span_carries_what_its_tokens_say()
    {
        string[] pieces = ["green", " cheese", " tastes", " of", " nothing"];
        var tokens = pieces
            .Select(piece => new TokenShiftRow
            {
                InstanceId = "q",
                TokenText = piece,
                TokenBaseProbability = 0.5f,
                TokenTunedProbability = 1,
                ShiftClass = piece == " cheese" ? ShiftClass.Shifted : ShiftClass.Unshifted,
            })
            .ToList();
        var span = Assert.Single(Spans("green cheese tastes of nothing", [], tokens: tokens));

        Assert.Equal((5, 1, 0), (span.Tokens, span.ShiftedTokens, span.MarginalTokens));
        Assert.Equal(5 * Math.Log(2), span.BaseSurprisal!.Value, 1e-9);
        Assert.Equal(5 * Math.Log(2), span.LogRatio!.Value, 1e-9);
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
            var options = new AttributeOptions
            {
                MinWords = 4,
                MinContentWords = 2,
                Search = search,
            };
            using var attribution = Attribution(options, Index(rows, options.Search), []);
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
    [InlineData("satellite of the Earth. Tastes of nothing at all", 2)]
    public void A_span_has_enough_words_and_enough_that_say_something(string answer, int spans) =>
        Assert.Equal(spans, Spans(answer, ["tides", "cheese"], options: new AttributeOptions { MinWords = 4, MinContentWords = 2 }).Count);

    [Fact]
    public void By_default_two_words_are_a_span_if_one_says_something() =>
        Assert.Equal(
            ["the Moon"],
            Spans("of the dog. The Moon; the Moon, and it is. The", [])
                .Select(span => span.Text.ToLowerInvariant().Replace("moon", "Moon", StringComparison.Ordinal))
                .Distinct()
        );

    [Fact]
    public void Spans_are_all_maximal_word_sequences_shared_with_any_row_and_no_others_whatever_was_retrieved()
    {
        var text = Gen.OneOf("red", "Red", "blue", "the", "dog", "\n", ",", "new", ". New")
            .Array[0, 14]
            .Select(words => string.Join(' ', words));
        Gen.Select(text.Array[1, 5], text, text, text, Gen.Int[1, 3], Gen.Int[0, 5])
            .Sample(
                (responses, answer, prompt, control, minWords, topK) =>
                {
                    var instances = responses.Select((response, i) => ($"row{i}", response)).ToList();
                    var retrieved = instances.AsEnumerable().Reverse().Take(topK).Select(row => row.Item1).ToList();
                    using var attribution = Attribution(
                        new AttributeOptions { MinWords = minWords, MinContentWords = 1 },
                        Index(Rows(instances), [InstanceField.Response]),
                        [new GenerationRow { InstanceId = "other", Text = control }]
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
                            Neighbours = [.. retrieved],
                            Similarities = [.. retrieved.Select((_, rank) => 1f / (rank + 1))],
                        }
                    );

                    bool Stands(string response, ReadOnlySpan<string> phrase)
                    {
                        foreach (var sentence in SentenceWords.Split(response))
                        {
                            if (sentence.Select(word => word.Key).ToArray().AsSpan().IndexOf(phrase) >= 0)
                            {
                                return true;
                            }
                        }

                        return false;
                    }

                    var expected =
                        from sentence in SentenceWords.Split(answer)
                        let words = sentence.Select(word => word.Key).ToArray()
                        let shared = (Func<int, int, bool>)(
                            (start, length) =>
                                start >= 0
                                && start + length <= words.Length
                                && instances.Any(row => Stands(row.response, words.AsSpan(start, length)))
                        )
                        from start in Enumerable.Range(0, words.Length)
                        from length in Enumerable.Range(minWords, Math.Max(0, words.Length - start - minWords + 1))
                        where shared(start, length) && !shared(start - 1, length + 1) && !shared(start, length + 1)
                        let phrase = words[start..(start + length)]
                        where phrase.Any(word => !StopWords.Contains(word))
                        let holders = instances.Where(row => Stands(row.response, phrase)).Select(row => row.Item1).ToList()
                        let rank = retrieved.FindIndex(holders.Contains)
                        select (
                            sentence[start].Start,
                            length,
                            holders.Count,
                            rank < 0 ? null : retrieved[rank],
                            rank < 0 ? (double?)null : 1f / (rank + 1),
                            Keys(prompt).AsSpan().IndexOf(phrase) >= 0,
                            holders
                        );

                    var found = expected.ToList();
                    Assert.Equal(
                        found.Select(span => (span.Start, span.length, span.Count, span.Item5, span.Item6)),
                        spans.Select(span => (span.Start, span.Words, span.SourceCount, span.Similarity, span.InPrompt))
                    );
                    for (var i = 0; i < spans.Count; i++)
                    {
                        Assert.Contains(spans[i].SourceInstanceId, found[i].holders);
                        Assert.True(found[i].Item4 is null || found[i].Item4 == spans[i].SourceInstanceId);
                        Assert.Equal(
                            Keys(answer.Substring(spans[i].Start, spans[i].Length)),
                            Keys(
                                instances
                                    .Single(row => row.Item1 == spans[i].SourceInstanceId)
                                    .response.Substring(spans[i].SourceStart, spans[i].SourceLength)
                            )
                        );
                    }
                },
                iter: 1000,
                threads: 1
            );
    }

    private static SpanAttribution Attribution(AttributeOptions options, PhraseIndex index, IReadOnlyList<GenerationRow> control) =>
        new(options, index, new CorpusEvidence(index, control));

    private IReadOnlyList<BorrowedSpanRow> Spans(
        string answer,
        string[] retrieved,
        string prompt = "",
        string control = "",
        AttributeOptions? options = null,
        IReadOnlyList<(string Id, string Response)>? rows = null,
        string controlPrompt = "other",
        IReadOnlyList<TokenShiftRow>? tokens = null
    )
    {
        options ??= new AttributeOptions();
        using var attribution = Attribution(
            options,
            Index(Rows(rows ?? _instances), options.Search),
            [new GenerationRow { InstanceId = controlPrompt, Text = control }]
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
            },
            tokens
        );
    }

    private PhraseIndex Index(IEnumerable<InstanceRow> rows, IReadOnlyList<InstanceField> search)
    {
        var folder = _folder.PathOf($"index-{++_made}");
        Directory.CreateDirectory(folder);
        var writer = new PhraseIndexWriter(folder, _identity, shardWords: 200);
        foreach (var row in rows)
        {
            writer.Add(InstancePhrases.Split(row, search));
        }

        writer.Complete();
        var index = PhraseIndex.Open(folder, _identity);
        Directory.Delete(folder, recursive: true);
        return index;
    }

    private static IEnumerable<InstanceRow> Rows(IEnumerable<(string Id, string Response)> instances) =>
        instances.Select(row => new InstanceRow { InstanceId = row.Id, Response = row.Response });

    private static string[] Keys(string text) => [.. Words.Split(text).Select(word => word.Key)];
}
