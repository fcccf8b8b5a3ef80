using CsCheck;
using Pipeline.Stages.Attribution.SourceSimilarity;

namespace Pipeline.Tests.Stages.Attribution.SourceSimilarity;

/// <summary>Keyword n-grams that two texts share, counted by hand.</summary>
public sealed class KeywordGramsTests
{
    private static readonly Gen<string> _texts = Gen.OneOf("red", "fox", "the", "of", "runs", "blue", ". It", "\n", "sea")
        .Array[1, 14]
        .Select(words => string.Join(' ', words));

    [Theory]
    // red fox runs | red fox, fox runs | red fox runs: 2 of 3, 1 of 2, 0 of 1.
    [InlineData("The red fox runs.", "A red fox of the sea sleeps.", ((2 / 3.0) + (1 / 2.0) + 0) / 3)]
    // Function words do not part keywords, the ends of sentences and lines do.
    [InlineData("Red of the fox", "A red fox.", 1)]
    [InlineData("Red fox", "I saw red. Fox ran.", 0.5)]
    [InlineData("Red fox", "red\nfox", 0.5)]
    // One keyword has no pair.
    [InlineData("The Fox!", "a fox", 1)]
    // Each counts once.
    [InlineData("fox\nfox\nfox\nsea", "fox", 0.5)]
    [InlineData("fox", "sea", 0)]
    public void The_share_is_the_mean_over_the_lengths_that_there_are(string answer, string row, double expected) =>
        Assert.Equal(expected, new KeywordGrams(answer).MeasureOverlap(new KeywordGrams(row))!.Value, 1e-12);

    [Theory]
    [InlineData("")]
    [InlineData("It is of the.")]
    public void An_answer_without_keywords_shares_none(string answer) =>
        Assert.Null(new KeywordGrams(answer).MeasureOverlap(new KeywordGrams("fox")));

    [Fact]
    public void A_text_shares_all_with_whatever_goes_on_behind_it_and_never_more_than_all() =>
        Gen.Select(_texts, _texts)
            .Sample(
                (answer, other) =>
                {
                    var own = new KeywordGrams(answer);
                    Assert.Equal(own.MeasureOverlap(own) is null ? null : 1.0, own.MeasureOverlap(new KeywordGrams($"{answer}\n{other}")));
                    Assert.InRange(own.MeasureOverlap(new KeywordGrams(other)) ?? 0, 0, 1);
                },
                iter: 500
            );
}
