using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>Holds <c>tokenizer.model</c> against SentencePiece. The file is Llama 2's and not to be shipped, so its test runs where it is
/// at hand.</summary>
public sealed class SentencePieceModelTests
{
    private const string Variable = "PIPELINE_LLAMA2_TOKENIZER";

    [Fact]
    public void Llama2_ids_are_exact()
    {
        var file =
            Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository.Root, "..", "shared", "data", "llama2_tokenizer.model");
        Assert.SkipUnless(File.Exists(file), $"Llama 2's tokenizer.model is not here; set {Variable} to its path.");
        using var folder = new TemporaryFolder();
        File.Copy(file, folder.PathOf(TokenizerFile.SentencePieceFileName));
        var tokenizer = TokenizerFile.Load(folder.Root);

        foreach (var golden in GoldenTokenizer.Cases("llama2_model", "cases.jsonl"))
        {
            golden.AssertIds(tokenizer.Encode(golden.Text));
            Assert.Equal(golden.Decoded, tokenizer.Decode(golden.Ids));
        }

        Assert.Equal((32000, 1), (tokenizer.VocabularySize, tokenizer.BeginOfText));
    }
}
