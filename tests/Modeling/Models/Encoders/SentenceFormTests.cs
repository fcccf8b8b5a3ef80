using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Models.Encoders;

/// <summary>What a folder of sentence-transformers says of its vectors.</summary>
public sealed class SentenceFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mean_tokens", PoolingKind.Mean)]
    [InlineData("mean_sqrt_len_tokens", PoolingKind.Mean)]
    [InlineData("cls_token", PoolingKind.Cls)]
    [InlineData("max_tokens", PoolingKind.Max)]
    [InlineData("lasttoken", PoolingKind.Last)]
    public void The_pooling_is_the_folders_and_texts_may_fill_all_positions(string mode, PoolingKind expected)
    {
        TinyEncoder.Write(_folder.Root, pooling: mode);

        Assert.Equal(new SentenceForm(expected, 64), SentenceForm.Read(_folder.Root, null, null));
    }

    [Fact]
    public void What_the_settings_say_goes_before_what_the_folder_says()
    {
        TinyEncoder.Write(_folder.Root, TinyEncoder.Mpnet);
        _folder.Write("sentence_bert_config.json", """{ "max_seq_length": 20, "do_lower_case": false }""");

        Assert.Equal(new SentenceForm(PoolingKind.Mean, 20), SentenceForm.Read(_folder.Root, null, null));
        Assert.Equal(new SentenceForm(PoolingKind.Max, 64), SentenceForm.Read(_folder.Root, PoolingKind.Max, 64));
    }

    [Fact]
    public void A_folder_that_does_not_say_how_to_pool_needs_a_setting()
    {
        TinyEncoder.Write(_folder.Root, pooling: null);

        Assert.Contains(
            "it has no modules.json with a module Pooling. Set 'pooling' to what its makers name: mean, cls, max or last.",
            Refused(),
            StringComparison.Ordinal
        );
        Assert.Equal(new SentenceForm(PoolingKind.Cls, 64), SentenceForm.Read(_folder.Root, PoolingKind.Cls, null));
    }

    [Theory]
    [InlineData(TinyEncoder.Bert, 65)]
    [InlineData(TinyEncoder.Mpnet, 65)]
    public void A_length_above_the_positions_is_refused_wherever_it_stands(string family, int length)
    {
        TinyEncoder.Write(_folder.Root, family);

        var error = Assert.Throws<InvalidDataException>(() => SentenceForm.Read(_folder.Root, null, length));
        Assert.Contains($"max_length is {length}, but ", error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json gives a text 64 positions; expected at most 64.", error.Message, StringComparison.Ordinal);

        _folder.Write("sentence_bert_config.json", $$"""{ "max_seq_length": {{length}} }""");
        Assert.Contains(
            $"sentence_bert_config.json: max_seq_length is {length}, expected a number of tokens from 1 to the 64 positions",
            Refused(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "sentence_transformers.models.Dense",
        "2_Dense",
        "modules.json: [2].type is \"sentence_transformers.models.Dense\", expected"
    )]
    [InlineData("sentence_transformers.models.Pooling", "1_Pooling", "modules.json: [2].type is \"sentence_transformers.models.Pooling\"")]
    public void A_module_that_is_not_supported_is_named(string type, string path, string message)
    {
        TinyEncoder.Write(_folder.Root);
        _folder.Write(
            "modules.json",
            $$"""
            [{ "path": "", "type": "sentence_transformers.models.Transformer" },
             { "path": "1_Pooling", "type": "sentence_transformers.models.Pooling" },
             { "path": "{{path}}", "type": "{{type}}" }]
            """
        );

        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("..")]
    [InlineData("/etc")]
    public void A_pooling_outside_the_folder_is_not_looked_for(string path)
    {
        TinyEncoder.Write(_folder.Root);
        _folder.Write(
            "modules.json",
            $$"""
            [{ "path": "", "type": "sentence_transformers.models.Transformer" },
             { "path": "{{path}}", "type": "sentence_transformers.models.Pooling" }]
            """
        );

        Assert.Contains($"[1].path is \"{path}\", expected a plain folder name of this folder", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pooling_that_is_missing_several_or_unknown_is_refused()
    {
        TinyEncoder.Write(_folder.Root);
        TinyEncoder.Describe(_folder.Root, "mean_tokens", "max_tokens");
        Assert.Contains(
            "asks for mean_tokens and max_tokens, expected one of pooling_mode_mean_tokens",
            Refused(),
            StringComparison.Ordinal
        );

        TinyEncoder.Describe(_folder.Root);
        Assert.Contains("asks for no pooling, expected one of", Refused(), StringComparison.Ordinal);

        TinyEncoder.Describe(_folder.Root, "weightedmean_tokens");
        Assert.Contains("pooling_mode_weightedmean_tokens is not supported", Refused(), StringComparison.Ordinal);

        File.Delete(_folder.PathOf("1_Pooling", "config.json"));
        Assert.Contains("is missing; modules.json says that it describes the pooling", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sentence_bert_config.json", """{ "do_lower_case": true }""", "do_lower_case is true, expected false")]
    [InlineData("sentence_bert_config.json", """{ "max_seq_length": 0 }""", "max_seq_length is 0, expected a number of tokens from 1")]
    [InlineData("sentence_bert_config.json", "{", "is not valid JSON")]
    [InlineData(
        "config_sentence_transformers.json",
        """{ "default_prompt_name": "query" }""",
        "default_prompt_name is \"query\", expected null"
    )]
    [InlineData("modules.json", "{}", "the file is {}, expected a list")]
    public void What_the_folder_asks_for_and_is_not_done_is_refused(string file, string content, string message)
    {
        TinyEncoder.Write(_folder.Root);
        _folder.Write(file, content);

        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    private string Refused() => Assert.Throws<InvalidDataException>(() => SentenceForm.Read(_folder.Root, null, null)).Message;
}
