using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>The words of an answer and the class of the token that each begins in.</summary>
public sealed class AnswerWordTests
{
    private const int Unshifted = 1;
    private const int Marginal = 2;
    private const int Shifted = 9;

    [Fact]
    public void A_word_that_begins_where_a_token_ends_is_the_next_tokens() =>
        Assert.Equal([Word("red", Shifted), Word("5", Unshifted)], Split(("Red", Shifted), (" ", Marginal), ("5", Unshifted)));

    /// <summary>Without a space between them: the border of the tokens is the border of the words.</summary>
    [Fact]
    public void The_border_belongs_to_the_token_after_it()
    {
        Assert.Equal([Word("a", Shifted), Word("b", Unshifted)], Split(("a-", Shifted), ("b", Unshifted)));
        Assert.Equal([Word("a", Shifted), Word("b", Marginal)], Split(("a", Shifted), ("-b", Marginal)));
        Assert.Equal([Word("a", Shifted), Word("b", Shifted)], Split(("a-b", Shifted), ("-", Marginal)));
    }

    [Fact]
    public void A_word_of_several_tokens_has_the_class_of_the_first() =>
        Assert.Equal([Word("also", Shifted)], Split(("Al", Shifted), ("s", Unshifted), ("o", Marginal)));

    [Fact]
    public void Several_words_of_one_token_have_its_class() =>
        Assert.Equal([Word("one", Marginal), Word("two", Marginal), Word("x", Unshifted)], Split(("one two", Marginal), (" x", Unshifted)));

    [Fact]
    public void Tokens_without_text_are_passed_over() =>
        Assert.Equal(
            [Word("a", Unshifted), Word("b", Shifted)],
            Split(("", Marginal), ("a", Unshifted), ("", Marginal), (" ", Marginal), ("", Marginal), ("b", Shifted), ("", Marginal))
        );

    [Fact]
    public void Keys_are_case_folded() => Assert.Equal([Word("don't", Unshifted)], Split(("DON\u2019T", Unshifted)));

    [Fact]
    public void No_words_are_none()
    {
        Assert.Empty(Split());
        Assert.Empty(Split((" .", Shifted), ("", Unshifted)));
    }

    private static AnswerWord Word(string key, int rank) => new(key, PositionShift.Classify(rank));

    private static IEnumerable<AnswerWord> Split(params (string Text, int Rank)[] tokens) =>
        AnswerWord.Split(tokens.Select(token => ShiftTokens.Row(token.Text, token.Rank)).ToList());
}
