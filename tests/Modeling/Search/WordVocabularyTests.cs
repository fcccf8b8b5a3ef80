using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Search;

/// <summary>Numbers of words.</summary>
public sealed class WordVocabularyTests
{
    [Fact]
    public void Words_are_numbered_in_the_order_in_which_they_first_come()
    {
        var vocabulary = new WordVocabulary();

        Assert.Equal([0, 1, 0, 2], vocabulary.Add(Words.Split("red moon Red sea")));
        Assert.Equal([2, 3], vocabulary.Add(Words.Split("sea fox")));
    }

    [Fact]
    public void What_was_never_added_is_unknown_and_looking_adds_nothing()
    {
        var vocabulary = new WordVocabulary();
        vocabulary.Add(Words.Split("red"));

        Assert.Equal([WordVocabulary.Unknown, 0], vocabulary.Find(Words.Split("moon red")));
        Assert.Equal([WordVocabulary.Unknown], vocabulary.Find(Words.Split("moon")));
        Assert.Equal([1], vocabulary.Add(Words.Split("sea")));
    }
}
