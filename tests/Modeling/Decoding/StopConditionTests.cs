using Pipeline.Modeling.Decoding;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>When an answer is at its end, one letter a token.</summary>
public sealed class StopConditionTests
{
    private const int Long = 1000;

    [Fact]
    public void It_goes_on_until_something_ends_it() => Assert.Null(Stop([9], "end").Check([1, 2, 3], 4));

    [Theory]
    [InlineData(new[] { 1, 2 }, null)]
    [InlineData(new[] { 1, 9 }, AnswerFinish.EndToken)]
    [InlineData(new[] { 9, 1 }, null)]
    [InlineData(new[] { 8 }, AnswerFinish.EndToken)]
    public void Any_of_the_end_tokens_ends_it_and_only_as_the_last(int[] ids, AnswerFinish? expected) =>
        Assert.Equal(expected, Stop([8, 9]).Check([.. ids], Long));

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, AnswerFinish.Length)]
    [InlineData(4, AnswerFinish.Length)]
    public void The_limit_ends_it(int tokens, AnswerFinish? expected) =>
        Assert.Equal(expected, Stop([]).Check([.. Enumerable.Repeat(1, tokens)], 3));

    [Theory]
    [InlineData("abcd", null)]
    [InlineData("xab!", AnswerFinish.StopString)]
    [InlineData("..?", AnswerFinish.StopString)]
    public void Any_of_the_stop_strings_ends_it(string text, AnswerFinish? expected) =>
        Assert.Equal(expected, Stop([], "ab!", "?").Check(Spelled(text), Long));

    [Fact]
    public void An_end_token_comes_before_a_stop_string_and_that_before_the_limit()
    {
        Assert.Equal(AnswerFinish.EndToken, Stop(['c'], "bc").Check(Spelled("abc"), 3));
        Assert.Equal(AnswerFinish.StopString, Stop([], "bc").Check(Spelled("abc"), 3));
        Assert.Equal(AnswerFinish.EndToken, Stop(['c']).Check(Spelled("abc"), 3));
    }

    [Theory]
    [InlineData("stop", 40, 12)]
    [InlineData("é—", 40, 13)]
    [InlineData("stop", 5, 5)]
    [InlineData("stop", 12, 12)]
    [InlineData("stop", 13, 12)]
    public void Only_the_last_tokens_are_decoded_as_many_as_the_longest_string_has_bytes_and_eight(string stop, int tokens, int decoded)
    {
        var asked = new List<int>();
        var condition = new StopCondition(
            ids =>
            {
                asked.Add(ids.Count);
                Assert.Equal(tokens - 1, ids[^1]);
                return "";
            },
            new HashSet<int>(),
            ["!", stop]
        );

        condition.Check([.. Enumerable.Range(0, tokens)], Long);

        Assert.Equal([decoded], asked);
    }

    [Fact]
    public void Without_stop_strings_nothing_is_decoded() =>
        Assert.Null(new StopCondition(_ => throw new InvalidOperationException("Decoded."), new HashSet<int>(), []).Check([1, 2], Long));

    [Fact]
    public void A_string_that_ended_earlier_is_still_seen_within_the_margin() =>
        Assert.Equal(AnswerFinish.StopString, Stop([], "ab").Check(Spelled("ab12345678"), Long));

    [Theory]
    [InlineData("one two three", "one ")]
    [InlineData("three two", "")]
    [InlineData("nothing", "nothing")]
    [InlineData("", "")]
    [InlineData("a three two", "a ")]
    public void The_text_is_cut_before_the_first_of_them(string text, string expected) =>
        Assert.Equal(expected, Stop([], "two", "three").Cut(text));

    [Fact]
    public void Cut_compares_characters_not_words() => Assert.Equal("Stra\u00DFe", Stop([], "ss", "\u0000").Cut("Stra\u00DFe"));

    [Fact]
    public void Without_stop_strings_the_text_stays() => Assert.Equal("a text", Stop([]).Cut("a text"));

    private static StopCondition Stop(int[] ends, params string[] strings) =>
        new(ids => string.Concat(ids.Select(id => (char)id)), ends.ToHashSet(), strings);

    private static List<int> Spelled(string text) => [.. text.Select(letter => (int)letter)];
}
