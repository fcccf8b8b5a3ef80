using Pipeline.Engine;

namespace Pipeline.Tests.Engine;

/// <summary>What counts as a secret, and what does not.</summary>
public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("--token=abc", "--token=***")]
    [InlineData("--hf-token=abc", "--hf-token=***")]
    [InlineData("WANDB_API_KEY=abc", "WANDB_API_KEY=***")]
    [InlineData("wandb.api_key=abc", "wandb.api_key=***")]
    [InlineData("--password abc", "--password ***")]
    [InlineData("--Secret abc", "--Secret ***")]
    [InlineData("https://me:abc@host/x", "https://me:***@host/x")]
    [InlineData("hf_abcdefghijklmnopqrstuv", "***")]
    [InlineData("--pad-token=<pad>", "--pad-token=<pad>")]
    [InlineData("--eos_token </s>", "--eos_token </s>")]
    [InlineData("--text-key prompt", "--text-key prompt")]
    [InlineData("--backend-key abc", "--backend-key ***")]
    [InlineData("--tokens {tokens}", "--tokens {tokens}")]
    [InlineData("--tokenizer=gpt2", "--tokenizer=gpt2")]
    [InlineData("--token --verbose", "--token --verbose")]
    [InlineData("--licence abc", "--licence ***")]
    [InlineData("licence=abc", "licence=***")]
    public void Arguments_are_masked_by_their_names(string arguments, string expected) =>
        Assert.Equal(["run", .. expected.Split(' ')], SecretMask.Create(["run", .. arguments.Split(' ')], ["licence"]).Command);

    [Fact]
    public void Values_are_masked_wherever_they_are_printed()
    {
        Environment.SetEnvironmentVariable("PIPELINE_TEST_API_KEY", "swordfish-key");
        var mask = SecretMask.Create(["run", "--token", "swordfish"], []);

        Assert.Equal(
            "with *** and *** and Authorization: Bearer ***",
            mask.Apply("with swordfish-key and swordfish and Authorization: Bearer x1")
        );
    }

    [Theory]
    [InlineData("--hub_token=abcdef", "--hub_token=***")]
    [InlineData("HF_TOKEN=abc def", "HF_TOKEN=*** def")]
    [InlineData("api-key: abc, x", "api-key: ***, x")]
    [InlineData("https://me:word@host/x?access_key=1&b=2", "https://me:***@host/x?access_key=***&b=2")]
    [InlineData("https://0123456789abcdef@host/x", "https://***@host/x")]
    [InlineData("git+https://git@host/x", "git+https://git@host/x")]
    [InlineData("hf_abcdefghijklmnopqrst", "***")]
    [InlineData("gho_abcdefghijklmnopqrst", "***")]
    [InlineData("train.py --max_new_tokens=64", "train.py --max_new_tokens=64")]
    [InlineData("tokens=5 {tokens} tokenize=1 keyboard=1 monkey=2", "tokens=5 {tokens} tokenize=1 keyboard=1 monkey=2")]
    [InlineData("pad_token=<pad> and the key: yes", "pad_token=<pad> and the key: yes")]
    public void What_a_name_or_form_gives_away_in_a_setting_is_masked(string text, string masked) =>
        Assert.Equal(masked, SecretMask.HideIn(text));

    [Fact]
    public void The_value_of_a_variable_that_is_called_a_secret_is_masked_wherever_it_stands()
    {
        const string Name = "PIPELINE_TEST_PASSWORD";
        Environment.SetEnvironmentVariable(Name, "correct horse");
        try
        {
            Assert.Equal("/data/***/x", SecretMask.HideIn("/data/correct horse/x"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }
}
