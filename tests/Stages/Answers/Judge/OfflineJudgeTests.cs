using CsCheck;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Answers.Judge;

public sealed class OfflineJudgeTests
{
    [Theory]
    [InlineData("the cat sat", "the cat sat", 1, 1)]
    [InlineData("The CAT, sat!", "the cat sat", 1, 1)]
    [InlineData("sat cat the", "the cat sat", 1, 1.0 / 3)]
    [InlineData("police killed the gunman", "police kill the gunman", 0.75, 0.75)]
    [InlineData("the gunman police killed", "police killed the gunman", 1, 0.5)]
    [InlineData("a a a a", "a b", 2.0 / 6, 2.0 / 6)]
    [InlineData("a b c d e f", "b d f x", 0.6, 0.6)]
    [InlineData("", "a", 0, 0)]
    [InlineData("a", "?!", 0, 0)]
    [InlineData("", "?!", 1, 1)]
    public async Task Overlap_with_the_reference_is_counted(string answer, string reference, double tokenF1, double rougeL)
    {
        var row = await JudgedAsync(answer, reference);

        Assert.Equal(tokenF1, row.TokenF1!.Value, 12);
        Assert.Equal(rougeL, row.RougeL!.Value, 12);
    }

    [Fact]
    public async Task Without_a_reference_there_is_no_score_rather_than_zero()
    {
        var row = await JudgedAsync("One. Two é👩‍👩‍👧!", null);

        Assert.Equal((12, 3, 2), (row.Characters, row.Words, row.Sentences));
        Assert.Equal((null, null, null), (row.ReferenceWords, row.TokenF1, row.RougeL));
        Assert.Equal(("q", "m"), (row.InstanceId, row.Model));
    }

    [Theory]
    [InlineData("a b c", 0)]
    [InlineData("a b c d", 0)]
    [InlineData("a b c d a b c d", 0.2)]
    [InlineData("a a a a a a a a", 0.8)]
    public async Task Runs_of_words_that_come_again_are_counted(string answer, double repetition) =>
        Assert.Equal(repetition, (await JudgedAsync(answer, null)).Repetition, 12);

    [Fact]
    public void Overlap_is_symmetric_bounded_and_one_only_for_equal_words()
    {
        var words = Gen.OneOf("a", "b", "c").Array[0, 12];
        Gen.Select(words, words)
            .Sample(
                (answer, reference) =>
                {
                    var (f1, rouge) = (WordOverlap.TokenF1(answer, reference), WordOverlap.RougeL(answer, reference));

                    Assert.Equal(f1, WordOverlap.TokenF1(reference, answer), 12);
                    Assert.Equal(rouge, WordOverlap.RougeL(reference, answer), 12);
                    Assert.InRange(rouge, 0, f1);
                    Assert.InRange(f1, 0, 1);
                    Assert.Equal(answer.SequenceEqual(reference), rouge == 1);
                    Assert.Equal(answer.Order(StringComparer.Ordinal).SequenceEqual(reference.Order(StringComparer.Ordinal)), f1 == 1);
                },
                iter: 2000,
                threads: 1
            );
    }

    [Fact]
    public void The_common_subsequence_of_long_texts_is_that_of_the_whole_table()
    {
        var words = Gen.OneOf(Gen.Int[0, 2], Gen.Int[0, 40], Gen.Int[0, 400]).Select(word => $"{word}").Array[0, 300];
        Gen.Select(words, words)
            .Sample((left, right) => Assert.Equal(ByTable(left, right), CommonSubsequence.Length(left, right)), iter: 300, threads: 1);
    }

    private static int ByTable(string[] left, string[] right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                table[i + 1, j + 1] = left[i] == right[j] ? table[i, j] + 1 : Math.Max(table[i, j + 1], table[i + 1, j]);
            }
        }

        return table[left.Length, right.Length];
    }

    private static async Task<JudgementRow> JudgedAsync(string answer, string? reference)
    {
        using var fixture = new StageFixture();
        return Assert.Single(
            await fixture.RunAsync(
                new JudgeStage(new JudgeOptions()),
                JudgeStage.Answers,
                [
                    new GenerationRow
                    {
                        InstanceId = "q",
                        Model = "m",
                        Text = answer,
                        Reference = reference,
                    },
                ]
            )
        );
    }
}
