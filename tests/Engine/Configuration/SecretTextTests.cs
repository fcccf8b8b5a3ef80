using Pipeline.Engine.Configuration;

namespace Pipeline.Tests.Engine.Configuration;

/// <summary>Credentials in what is shown and kept.</summary>
public sealed class SecretTextTests
{
    [Theory]
    [InlineData("--hub_token=abcdef", "--hub_token=***")]
    [InlineData("HF_TOKEN=abc def", "HF_TOKEN=*** def")]
    [InlineData("api-key: abc, x", "api-key: ***, x")]
    [InlineData("https://me:word@host/x?access_key=1&b=2", "https://***@host/x?access_key=***&b=2")]
    [InlineData("hf_abcdefghijklmnopqrst", "***")]
    [InlineData("train.py --max_new_tokens=64", "train.py --max_new_tokens=64")]
    [InlineData("tokens=5 {tokens} tokenize=1 keyboard=1 monkey=2", "tokens=5 {tokens} tokenize=1 keyboard=1 monkey=2")]
    public void What_a_name_or_form_gives_away_is_masked(string text, string masked) => Assert.Equal(masked, SecretText.Masked(text));

    [Fact]
    public void The_value_after_an_option_is_masked() =>
        Assert.Equal(
            ["train", "--token", "***", "--api-key", "***", "--tokens", "x", "token", "y"],
            SecretText.MaskedArguments(["train", "--token", "s3cret", "--api-key", "k", "--tokens", "x", "token", "y"])
        );

    [Fact]
    public void The_value_of_a_variable_that_is_called_a_secret_is_masked_wherever_it_stands()
    {
        const string Name = "PIPELINE_TEST_PASSWORD";
        Environment.SetEnvironmentVariable(Name, "correct horse");
        try
        {
            Assert.Equal("/data/***/x", SecretText.Masked("/data/correct horse/x"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }
}
