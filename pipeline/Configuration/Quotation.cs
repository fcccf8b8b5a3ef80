using System.Text;

namespace Pipeline.Engine.Configuration;

/// <summary>Quotes what a user wrote inside a message: on one line, without control characters, cut to a readable length.</summary>
internal static class Quotation
{
    private const int Longest = 60;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            quoted.Append(
                character switch
                {
                    '\n' => "\\n",
                    '\t' => "\\t",
                    _ when char.IsControl(character) || char.IsSurrogate(character) => "\uFFFD",
                    _ => character.ToString(),
                }
            );
        }

        return quoted.Append(text.Length > Longest ? "…'" : "'").ToString();
    }
}
