using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>The learned vocabulary against the definition of byte-pair encoding, and the file that holds it.</summary>
public sealed class BytePairTrainerTests
{
    private const string End = "<|end|>";
    private const int Bytes = 256;

    private static readonly Gen<string> _texts = Gen.String[Gen.Char["abc é"], 60, 200];

    [Fact]
    public void Merges_are_those_of_recounting_every_pair_each_time() =>
        Gen.Select(_texts, Gen.Int[1, 25])
            .Sample(
                (text, merges) =>
                {
                    var expected = Recounted(text, merges);
                    using var file = Trained([text], 1 + Bytes + expected.Distinct().Count(), out var json);

                    Assert.Equal(expected.Take(Merges(json).Count()), Merges(json));
                },
                iter: 200
            );

    [Fact]
    public void Every_token_has_one_id_and_the_size_is_as_asked() =>
        Gen.Select(_texts, Gen.Int[1, 25])
            .Sample(
                (text, merges) =>
                {
                    var size = 1 + Bytes + Recounted(text, merges).Select(pair => pair.Left + pair.Right).Distinct().Count();
                    using var file = Trained([text], size, out var json);
                    var vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().ToList();

                    Assert.Equal(size, vocabulary.DistinctBy(entry => entry.Name).Count());
                    Assert.Equal(Enumerable.Range(0, size), vocabulary.Select(entry => entry.Value.GetInt32()));
                },
                iter: 100
            );

    [Fact]
    public void Any_text_comes_back_from_its_tokens()
    {
        using var folder = new TemporaryFolder();
        BytePairTrainer.Train(
            Enumerable.Repeat("the cat and the hat, the bat and that rat.\n", 20),
            270,
            [End],
            folder.PathOf(TokenizerFile.FileName),
            End
        );
        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Equal(0, tokenizer.BeginOfText);
        Assert.Equal(270, tokenizer.VocabularySize);
        Assert.True(tokenizer.Encode("the cat and the hat").Length < 10);
        Gen.String.Sample(
            text => Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), tokenizer.Decode(tokenizer.Encode(text))),
            iter: 2000
        );
    }

    [Fact]
    public void The_order_of_texts_changes_no_byte()
    {
        string[] texts = ["one two three", "two three four", "three four five", "öne twö"];
        using var first = Trained(texts, 262, out var left);
        using var second = Trained([.. texts.Reverse()], 262, out var right);

        Assert.Equal(left.RootElement.GetRawText(), right.RootElement.GetRawText());
    }

    [Theory]
    [InlineData(200, "at least 257 tokens, 200 were asked for")]
    [InlineData(300, "vocabulary of 257 tokens only, 300 were asked for")]
    public void A_size_that_cannot_be_had_is_refused(int size, string message)
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<InvalidDataException>(() => BytePairTrainer.Train(["abcdefg"], size, [End], folder.PathOf("t.json")));

        Assert.Contains(message, error.Message);
    }

    private static TemporaryFolder Trained(IEnumerable<string> texts, int size, out JsonDocument json)
    {
        var folder = new TemporaryFolder();
        BytePairTrainer.Train(texts, size, [End], folder.PathOf("t.json"));
        json = JsonDocument.Parse(File.ReadAllText(folder.PathOf("t.json")));
        return folder;
    }

    private static IEnumerable<(string Left, string Right)> Merges(JsonDocument json) =>
        json
            .RootElement.GetProperty("model")
            .GetProperty("merges")
            .EnumerateArray()
            .Select(merge => (Readable(merge[0].GetString()!), Readable(merge[1].GetString()!)));

    /// <summary>The definition: count all neighbouring pairs of all words, merge the most frequent, of equals the one of lower ids; start
    /// again.</summary>
    private static List<(string Left, string Right)> Recounted(string text, int merges)
    {
        var ids = Enumerable.Range(0, Bytes).ToDictionary(value => ((char)value).ToString(), value => value, StringComparer.Ordinal);
        var words = Regex
            .Matches(text, BytePairTrainer.WordPattern)
            .Select(word => Encoding.UTF8.GetBytes(word.Value).Select(value => ((char)value).ToString()).ToList())
            .ToList();
        var made = new List<(string, string)>();
        while (made.Count < merges)
        {
            var best = words
                .SelectMany(word => word.Zip(word.Skip(1)))
                .CountBy(pair => pair)
                .Where(entry => entry.Value > 1)
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => ids[entry.Key.First])
                .ThenBy(entry => ids[entry.Key.Second])
                .Select(entry => entry.Key)
                .FirstOrDefault();
            if (best == default)
            {
                break;
            }

            made.Add(best);
            ids.TryAdd(best.First + best.Second, ids.Count);
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == best)
                    {
                        word[i] += word[i + 1];
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return made;
    }

    private static string Readable(string token) =>
        string.Concat(token.Select(character => ByteAlphabet.TryGetByte(character, out var value) ? (char)value : character));
}
