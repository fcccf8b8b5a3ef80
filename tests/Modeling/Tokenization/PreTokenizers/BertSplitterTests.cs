using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Tests.Modeling.Tokenization.PreTokenizers;

public sealed class BertSplitterTests
{
    /// <summary>The words are those of the reference implementation, which tells a text's beginning by the word's place in it.</summary>
    [Theory]
    [InlineData("A  Pro", "\u2581A|Pro")]
    [InlineData(".x", "\u2581.|x")]
    [InlineData("  a", "a")]
    public void Only_a_word_at_the_very_beginning_begins_the_text(string text, string words)
    {
        var sink = new Collector();

        new BertSplitter(new MetaspaceSplitter('\u2581', PrefixScheme.First, false, sink)).Add(text, 0, TextPosition.Beginning);

        Assert.Equal(words, string.Join('|', sink.Words));
    }

    private sealed class Collector : IWordSink
    {
        public List<string> Words { get; } = [];

        public void Add(ReadOnlySpan<char> word, int at, TextPosition position) => Words.Add(word.ToString());
    }
}
