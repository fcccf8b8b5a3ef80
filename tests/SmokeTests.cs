namespace Pipeline.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Exit_codes_are_stable() => Assert.Equal(75, Engine.ExitCode.Resumable);
}
