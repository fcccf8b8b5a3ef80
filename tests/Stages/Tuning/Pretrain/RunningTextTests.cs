using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Tuning.Pretrain;

namespace Pipeline.Tests.Stages.Tuning.Pretrain;

/// <summary>How instances become running text.</summary>
public sealed class RunningTextTests
{
    private static readonly string _pattern = new PretrainOptions().Text;

    [Theory]
    [InlineData("Add.", "1 and 2", "3", "Add.\n1 and 2\n3\n")]
    [InlineData("Add.", null, "3", "Add.\n3\n")]
    [InlineData("What does {response} mean?", "{instruction}", "{input}", "What does {response} mean?\n{instruction}\n{input}\n")]
    public void Fields_are_put_in_once_and_never_read_as_a_pattern(string instruction, string? input, string response, string expected) =>
        Assert.Equal(
            expected,
            new RunningText(_pattern).Write(
                new InstanceRow
                {
                    Instruction = instruction,
                    Input = input,
                    Response = response,
                }
            )
        );

    [Theory]
    [InlineData("{instruction} {respons}", "{respons}")]
    [InlineData("{instruction}", "holds no {response}")]
    public void A_pattern_that_cannot_be_meant_is_refused(string pattern, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new RunningText(pattern)).Message);
}
