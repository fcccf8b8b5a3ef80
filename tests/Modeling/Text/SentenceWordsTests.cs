using CsCheck;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Text;

public sealed class SentenceWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" ... \n!", "")]
    [InlineData("One two. Three,\nfour five", "one two|three|four five")]
    [InlineData("Dr. Smith came. He left!", "dr smith came|he left")]
    [InlineData("```\nx = 1\ry\u2028z\n```", "x 1|y|z")]
    [InlineData("我喜欢北京。你呢？", "我 喜欢 北京|你 呢")]
    public void Words_stand_in_their_sentence_and_line(string text, string groups) =>
        Assert.Equal(
            groups.Split('|', StringSplitOptions.RemoveEmptyEntries),
            SentenceWords.Split(text).Select(group => string.Join(' ', group.Select(word => word.Key)))
        );

    [Fact]
    public void The_groups_hold_every_word_once_and_in_order() =>
        Gen.OneOf(Gen.Char["ab. \n!?1”我。กข।'\r\u2028`"], Gen.Char)
            .Array[0, 40]
            .Select(characters => new string(characters))
            .Sample(
                text =>
                {
                    var groups = SentenceWords.Split(text);
                    Assert.Equal(Words.Split(text), groups.SelectMany(group => group));
                    Assert.All(groups, group => Assert.NotEmpty(group));
                },
                iter: 3000,
                threads: 1
            );
}
