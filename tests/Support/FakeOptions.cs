namespace Pipeline.Tests.Support;

/// <summary>Settings of a fake stage.</summary>
public sealed record FakeOptions
{
    public int Number { get; init; }

    public string Tag { get; init; } = "";
}
