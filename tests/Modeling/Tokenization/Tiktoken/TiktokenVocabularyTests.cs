using System.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Tiktoken;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization.Tiktoken;

/// <summary>A vocabulary's file is hostile until checked: whatever is wrong is said with its line.</summary>
public sealed class TiktokenVocabularyTests
{
    [Theory]
    [InlineData("YWI=", "line 258 is 'YWI=', expected a token in base64, a space and its rank")]
    [InlineData("Y*I= 257", "line 258: 'Y*I=' is no base64")]
    [InlineData("YWI 257", "line 258: 'YWI' is no base64")]
    [InlineData("YWI= x", "line 258: the rank is 'x', expected a whole number from 0 to 4194303")]
    [InlineData("YWI= -1", "line 258: the rank is '-1'")]
    [InlineData("YWI= 99999999999", "line 258: the rank is '99999999999'")]
    [InlineData("YWI= 256", "line 258: line 257 has the rank 256 too")]
    [InlineData("YWI= 258", "no line has the rank 257, expected ranks 0 to 257 without a gap")]
    [InlineData("eHk= 257", "line 258: the token 'eHk=' stands in line 257 too")]
    [InlineData("", "line 258 is ''")]
    public void A_wrong_line_is_quoted(string line, string message) =>
        Refused([.. TiktokenFiles.Small("xy"), line, "YWJj 258"], message, line is "YWI= 258" ? 258 : int.MaxValue);

    [Fact]
    public void A_byte_that_no_token_is_would_be_lost() =>
        Refused(
            [.. TiktokenFiles.Small().Select(line => line.EndsWith(" 65", StringComparison.Ordinal) ? "QUE= 65" : line)],
            "no token is the byte 0x41 alone, expected all 256"
        );

    [Fact]
    public void A_token_without_end() =>
        Refused([.. TiktokenFiles.Small(new string('a', 2000))], "line 257: the token has 2000 bytes, expected 1 to 1024");

    [Fact]
    public void Lines_may_stand_in_any_order_and_end_as_they_like()
    {
        var lines = TiktokenFiles.Small("ab");
        var expected = Read(string.Join('\n', lines));

        Assert.Equal(257, expected.Length);
        Assert.Equal(expected, Read(string.Join("\r\n", lines.Reverse()) + "\r\n"));
    }

    [Fact]
    public void Whatever_is_changed_in_a_file_is_refused_or_read()
    {
        var content = Encoding.ASCII.GetBytes(string.Join('\n', TiktokenFiles.Small("ab", "abc")));
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var changed = content.ToArray();
            for (var change = 0; change < 3; change++)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                TiktokenVocabulary.Read("x.tiktoken", changed.AsSpan(0, random.Next(changed.Length + 1)));
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("x.tiktoken", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_vocabulary_of_no_known_encoding_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("mine.tiktoken"), TiktokenFiles.Small());

        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(folder.Root));

        Assert.Contains("mine.tiktoken has 256 tokens, which tells no encoding", error.Message, StringComparison.Ordinal);
        Assert.Contains("gpt2, cl100k_base, o200k_base, llama3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_vocabularies_none_is_guessed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("gpt2.tiktoken"), TiktokenFiles.Small());
        File.WriteAllLines(folder.PathOf("llama3.tiktoken"), TiktokenFiles.Small());

        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(folder.Root));

        Assert.Contains("gpt2.tiktoken and llama3.tiktoken, expected one vocabulary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", "the id '12', which lies within the 256 ranks")]
    [InlineData("x", "the id 'x'")]
    public void A_control_token_that_takes_a_rank_is_refused(string id, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("gpt2.tiktoken"), TiktokenFiles.Small());
        File.WriteAllText(
            folder.PathOf("tokenizer_config.json"),
            """{"added_tokens_decoder":{"ID":{"content":"<a>","special":true}}}""".Replace("ID", id, StringComparison.Ordinal)
        );

        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(folder.Root));

        Assert.Contains("tokenizer_config.json: added_tokens_decoder", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static byte[][] Read(string text) => TiktokenVocabulary.Read("x.tiktoken", Encoding.ASCII.GetBytes(text));

    private static void Refused(string[] lines, string message, int most = int.MaxValue)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(string.Join('\n', lines.Take(most))));

        Assert.StartsWith("x.tiktoken", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
