namespace Pipeline.Engine.Tables;

/// <summary>A column of an enum's words holds a text that is none of them.</summary>
/// <param name="row">The row, 0-based in its group.</param>
/// <param name="word">What it holds.</param>
/// <param name="allowed">The enum's words.</param>
internal sealed class UnknownWordException(int row, string word, IReadOnlyList<string> allowed) : Exception
{
    public int Row => row;

    public string Word => word;

    public IReadOnlyList<string> Allowed => allowed;
}
