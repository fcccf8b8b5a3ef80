using System.Text;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Where commands write, and whether a person watches.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Whether standard output and error are a terminal: live progress is welcome.</param>
/// <param name="UsesColours">Whether colours are welcome.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive, bool UsesColours)
{
    /// <summary>The process's own; <c>NO_COLOR</c> keeps it without colours.</summary>
    public static Terminal System() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected && !Console.IsErrorRedirected,
            !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        );

    /// <summary>Text from data with its control characters made visible: a dataset must not steer the terminal.</summary>
    public static string Visible(string text)
    {
        if (!text.Any(character => char.IsControl(character) && character is not '\n' and not '\t'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            visible.Append(
                character is '\n' or '\t' || !char.IsControl(character) ? character
                : character < ' ' ? (char)('\u2400' + character)
                : '\uFFFD'
            );
        }

        return visible.ToString();
    }

    /// <summary>Writes one line to standard output; what it holds of data cannot steer the terminal.</summary>
    public void WriteLine(string text = "") => Out.WriteLine(OneLine(text));

    /// <summary>The same on standard error; a message may have several lines.</summary>
    public void WriteErrorLine(string text) => Error.WriteLine(Visible(text));

    /// <summary>One line without colours or line feeds.</summary>
    public static string OneLine(string text) => Visible(text).Replace('\n', ' ').Replace('\t', ' ');

    public string Render(StyledText piece)
    {
        var text = Visible(piece.Text);
        return (piece.Style, UsesColours) switch
        {
            (TextStyle.Plain, _) or (TextStyle.Muted, false) => text,
            (TextStyle.Muted, true) => $"\e[2m{text}\e[0m",
            (TextStyle.Marked, true) => $"\e[1;32m{text}\e[0m",
            (TextStyle.Bad, true) => $"\e[1;31m{text}\e[0m",
            (TextStyle.Marked, false) => $"⟦{text}⟧",
            _ => $"⟪{text}⟫",
        };
    }
}
