using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>Names come from files of others: what they hold is shown and steers no terminal.</summary>
public sealed class HostileNamesTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Fact]
    public async Task No_command_lets_a_name_reach_the_terminal_unescaped()
    {
        var catalogue = new FakeCatalogue { Small = "s\e]0;owned\a\e[2J\u009b31m[red]\r" };
        string[][] commands =
        [
            ["FILE", "--dry-run"],
            ["FILE"],
            ["status", "FILE"],
            ["dag", "FILE"],
            ["dag", "FILE", "--mermaid"],
            ["explain", "FILE", "add"],
            ["inspect", "FILE", "add", "1"],
            ["inspect", "FILE", "add"],
            ["inspect", "FILE", "sum", "1"],
            ["worker", "FILE", "--stage", "add"],
            ["validate", "FILE"],
        ];
        foreach (var command in commands)
        {
            var text = (await _fixture.RunAsync(catalogue, command)).Text;

            Assert.DoesNotContain(text, character => char.IsControl(character) && character is not ('\n' or '\t'));
            Assert.True(command[0] is "validate" || text.Contains("s␛]0;owned␇␛[2J", StringComparison.Ordinal), string.Join(' ', command));
        }
    }

    public void Dispose() => _fixture.Dispose();
}
