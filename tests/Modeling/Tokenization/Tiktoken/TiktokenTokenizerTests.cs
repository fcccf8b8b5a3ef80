using System.Diagnostics.CodeAnalysis;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.Tiktoken;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization.Tiktoken;

public sealed class TiktokenTokenizerTests
{
    [Theory]
    [InlineData("gpt2", "gpt2.tiktoken", "gpt2")]
    [InlineData("llama3", "tokenizer.model", "llama")]
    public void A_folder_with_a_vocabulary_alone_gives_the_reference_ids(string layout, string name, string family)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf(name), TiktokenFiles.Lines(layout));
        File.WriteAllText(folder.PathOf("config.json"), $$"""{"model_type":"{{family}}"}""");
        var tokenizer = TokenizerFile.Load(folder.Root);
        var first = TiktokenFiles.First(layout);

        foreach (var golden in GoldenTokenizer.Cases(layout, "cases_special_as_text.jsonl"))
        {
            var expected = golden with { Ids = [.. golden.Ids.Select(id => id - first)] };
            expected.AssertIds(tokenizer.Encode(golden.Text, SpecialTokenHandling.AsText));
            expected.AssertIds(tokenizer.Encode(golden.Text));
            Assert.Equal(golden.Text, tokenizer.Decode(expected.Ids));
        }
    }

    /// <summary>The vectors are npm tiktoken's (1.0.22), whose core is the published one.</summary>
    [Theory]
    [InlineData("cl100k_base")]
    [InlineData("o200k_base")]
    public void Published_encodings_count_exactly(string encoding)
    {
        var counter = TokenCounter.ForEncoding(encoding);

        foreach (var golden in GoldenTokenizer.Cases("tiktoken", $"{encoding}.jsonl"))
        {
            golden.AssertIds(counter.Tokenizer.Encode(golden.Text));
            Assert.Equal(golden.Ids.Length, counter.Count(golden.Text));
            Assert.Equal(golden.Decoded, counter.Tokenizer.Decode(golden.Ids));
        }
    }

    [Fact]
    public void Llama3_begins_texts_and_knows_its_control_tokens()
    {
        using var folder = new TemporaryFolder();
        var lines = TiktokenFiles.Lines("llama3");
        File.WriteAllLines(folder.PathOf("llama3.tiktoken"), lines);
        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Equal(lines.Length, tokenizer.BeginOfText);
        Assert.Equal(lines.Length + 256, tokenizer.VocabularySize);
        Assert.Equal("<|begin_of_text|>", tokenizer.TokenOf(lines.Length));
        Assert.Equal("<|eot_id|>", tokenizer.TokenOf(lines.Length + 9));
        Assert.Equal("<|reserved_special_token_250|>", tokenizer.TokenOf(lines.Length + 255));
        Assert.Equal(
            [lines.Length, lines.Length + 9],
            tokenizer.Encode("<|eot_id|>", SpecialTokenHandling.Parse | SpecialTokenHandling.Add)
        );
        Assert.All(tokenizer.Encode("<|eot_id|><|begin_of_text|>"), id => Assert.InRange(id, 0, lines.Length - 1));
    }

    [Fact]
    public void What_the_configuration_lists_comes_before_what_is_known()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("llama3.tiktoken"), TiktokenFiles.Small());
        File.WriteAllText(
            folder.PathOf("tokenizer_config.json"),
            """{"eos_token":"<end>","added_tokens_decoder":{"300":{"content":"<end>","special":true},"301":{"content":"<think>","special":false}}}"""
        );
        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Equal((302, 300), (tokenizer.VocabularySize, tokenizer.EndOfText));
        Assert.Null(tokenizer.BeginOfText);
        Assert.Equal([301], tokenizer.Encode("<think>"));
        Assert.DoesNotContain(300, tokenizer.Encode("<end>"));
    }

    [Fact]
    public void A_control_token_among_the_ranks_is_spelled_by_no_text_from_outside()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("gpt2.tiktoken"), TiktokenFiles.Small("ab", "abc"));
        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Equal([257], tokenizer.Encode("abc"));
        Assert.Equal([256, 'c'], tokenizer.Hiding(new HashSet<int> { 257 }).Encode("abc"));
        Assert.Equal(['a', 'b', 'c'], tokenizer.Hiding(new HashSet<int> { 'a', 256, 257 }).Encode("abc"));
    }

    /// <summary>Words are encoded by the library, long ones by merges: both must be one model, whatever the word.</summary>
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    public void Merges_and_the_library_give_the_same_ids(string layout)
    {
        var content = System.Text.Encoding.ASCII.GetBytes(string.Join('\n', TiktokenFiles.Lines(layout)));
        var model = new TiktokenModel([.. TiktokenVocabulary.Read(layout, content).Select((token, rank) => (token, rank))]);
        var merging = model.ByMerges.NewEncoder();

        RandomText
            .Any.Where(text => text.Length > 0)
            .Sample(
                text =>
                {
                    var ids = new IdList();
                    merging.Encode(text, ids);
                    Assert.Equal(
                        model.Library.EncodeToIds(text, considerPreTokenization: false, considerNormalization: false),
                        ids.Span.ToArray()
                    );
                },
                iter: 1000,
                threads: 1
            );
    }

    [Fact]
    public void A_word_of_a_million_letters_takes_no_time_of_its_square()
    {
        var counter = TokenCounter.ForEncoding("cl100k_base");

        Assert.Equal(125_000, counter.Count(new string('a', 1_000_000)));
    }

    [Fact]
    [SuppressMessage("Performance", "CA1861", Justification = "A list of files that is written once.")]
    public void Counting_takes_a_file_a_folder_or_a_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("gpt2.tiktoken"), TiktokenFiles.Lines("gpt2"));
        var expected = GoldenTokenizer.Load("gpt2").Encode("Some words to count.").Length;

        Assert.Equal(expected, TokenCounter.ForPath(folder.PathOf("gpt2.tiktoken")).Count("Some words to count."));
        Assert.Equal(expected, TokenCounter.ForPath(folder.Root).Count("Some words to count."));
        Assert.Equal(
            expected,
            TokenCounter.ForPath(Path.Combine(GoldenTokenizer.Folder("gpt2"), "tokenizer.json")).Count("Some words to count.")
        );
        var error = Assert.Throws<InvalidDataException>(() => TokenCounter.ForEncoding("p50k_base"));
        Assert.Contains("'p50k_base' has no vocabulary here, expected cl100k_base, o200k_base", error.Message, StringComparison.Ordinal);
    }
}
