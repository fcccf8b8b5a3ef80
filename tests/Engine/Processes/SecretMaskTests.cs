using Pipeline.Engine.Processes;

namespace Pipeline.Tests.Engine.Processes;

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
}
