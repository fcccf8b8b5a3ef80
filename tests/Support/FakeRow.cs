namespace Pipeline.Tests.Support;

/// <summary>A row of the tables that fake stages exchange.</summary>
public sealed class FakeRow
{
    public string Id { get; set; } = "";

    public int Value { get; set; }
}
