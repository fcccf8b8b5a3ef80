using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Benchmarks;

/// <summary>A sheet of texts for people to read.</summary>
internal static class ReadingSheet
{
    /// <summary>Adds a text under its title.</summary>
    public static void Quote(StringBuilder sheet, string title, string text) =>
        sheet.Append(CultureInfo.InvariantCulture, $"**{title}**\n\n> {text.Trim().ReplaceLineEndings("\n> ")}\n\n");

    /// <summary>What orders texts at random, and knows them again.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
