using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>Where tokens stand in the text of their answer and in its sentences.</summary>
public sealed class AnswerTokensTests
{
    [Fact]
    public void A_token_that_begins_where_a_sentence_ends_is_the_next_sentences()
    {
        var rows = Describe(["A", " b", ".", " C", " d", "."]);

        Assert.Equal([0, 0, 0, 1, 1, 1], rows.Select(row => row.SentenceIndex));
        Assert.Equal([0, 1, 2, 0, 1, 2], rows.Select(row => row.PositionInSentence));
        Assert.All(rows, row => Assert.Equal(3, row.SentenceTokens));
        Assert.Equal([0, 1, 2, 3, 4, 5], rows.Select(row => row.Position));
    }

    [Fact]
    public void A_token_that_reaches_over_the_end_is_the_sentences_that_it_begins_in()
    {
        var rows = Describe(["A b", ". C", " d."]);

        Assert.Equal([0, 0, 1], rows.Select(row => row.SentenceIndex));
        Assert.Equal([2, 2, 1], rows.Select(row => row.SentenceTokens));
    }

    [Fact]
    public void White_space_counts_to_the_sentence_it_leads_into()
    {
        var rows = Describe(["One.", "  ", "\n", "Two.", " ", "Three."]);

        Assert.Equal([0, 1, 1, 1, 2, 2], rows.Select(row => row.SentenceIndex));
        Assert.Equal([1, 3, 3, 3, 2, 2], rows.Select(row => row.SentenceTokens));
    }

    [Fact]
    public void What_stands_after_the_last_sentence_is_the_last_sentences()
    {
        var rows = Describe(["One.", " Two.", "\n\n", " "]);

        Assert.Equal([0, 1, 1, 1], rows.Select(row => row.SentenceIndex));
        Assert.Equal([0, 0, 1, 2], rows.Select(row => row.PositionInSentence));
    }

    [Fact]
    public void The_texts_of_the_tokens_are_the_answers_text_and_an_end_token_adds_none()
    {
        string[] pieces = ["Red", " is", " a colour", ".", ""];

        var rows = Describe(pieces);

        Assert.Equal(pieces, rows.Select(row => row.TokenText));
        Assert.Equal((0, 4, 5), (rows[4].SentenceIndex, rows[4].PositionInSentence, rows[4].SentenceTokens));
    }

    [Fact]
    public void What_a_stop_string_cut_off_is_no_tokens_text()
    {
        var rows = Describe(["Red", " ST", "OP", " on"], "Red ");

        Assert.Equal(["Red", " ", "", ""], rows.Select(row => row.TokenText));
    }

    [Theory]
    [InlineData(" Red. Blue.", " Red. Blue.", new[] { " Red", ".", " Blue", "." })]
    [InlineData("Red. Blue.", "Red. Blue.", new[] { "Red", ".", " Blue", "." })]
    [InlineData("   Red. Blue.", "   Red. Blue.", new[] { "   Red", ".", " Blue", "." })]
    public void Spaces_at_the_beginning_that_a_text_has_lost_or_kept_move_no_token(string text, string whole, string[] expected)
    {
        var rows = Describe([" Red", ".", " Blue", "."], text);

        Assert.Equal(expected, rows.Select(row => row.TokenText));
        Assert.Equal(whole, string.Concat(rows.Select(row => row.TokenText)));
        Assert.Equal([0, 0, 1, 1], rows.Select(row => row.SentenceIndex));
    }

    [Fact]
    public void A_space_that_is_a_token_of_its_own_is_empty_where_the_text_lost_it()
    {
        var rows = Describe([" ", "Red", "."], "Red.");

        Assert.Equal(["", "Red", "."], rows.Select(row => row.TokenText));
    }

    [Fact]
    public void An_answer_without_text_has_one_sentence()
    {
        var row = Assert.Single(Describe([""]));

        Assert.Equal((0, 0, 1, ""), (row.SentenceIndex, row.PositionInSentence, row.SentenceTokens, row.TokenText));
    }

    private static List<TokenShiftRow> Describe(string[] pieces, string? text = null)
    {
        var tokenizer = new PieceTokenizer(pieces);
        var tokens = new AnswerTokens(tokenizer, tokenizer.Ids, text ?? string.Concat(pieces));
        return Enumerable
            .Range(0, pieces.Length)
            .Select(token =>
            {
                var row = new TokenShiftRow();
                tokens.Describe(row, token);
                return row;
            })
            .ToList();
    }
}
