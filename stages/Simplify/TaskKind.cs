using System.Text.RegularExpressions;

namespace Pipeline.Stages.Simplify;

/// <summary>Tells requests whose answer is its whole form (code, lists, texts to write) from questions that have a core answer.</summary>
internal static partial class TaskKind
{
    private const int ListItems = 2;

    /// <summary>Why a response must stay whole; null if it may be shortened.</summary>
    public static string? Protects(string request, string response) =>
        response.Contains("```", StringComparison.Ordinal) || CodeLine().IsMatch(response) ? "code"
        : ListLine().Count(response) >= ListItems || ListRequest().IsMatch(request) ? "list"
        : WritingRequest().IsMatch(request) ? "writing"
        : null;

    [GeneratedRegex(@"^\s*(def |class |import |#include|public |function |SELECT |<\w+>|\w+\s*=\s*[\w\[({])|[;{}]\s*$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"^\s*([-*•]|\d+[.)])\s+\S", RegexOptions.Multiline)]
    private static partial Regex ListLine();

    [GeneratedRegex(@"\b(list|steps?|name (two|three|four|five|six|ten|\d+)|(two|three|four|five|six|ten|\d+) (ways|tips|examples|reasons|ideas|facts|benefits))\b", RegexOptions.IgnoreCase)]
    private static partial Regex ListRequest();

    [GeneratedRegex(
        @"\b(write|compose|create|generate|draft|design|rewrite|rephrase|paraphrase|edit|translate|summari[sz]e|summary|poem|story|essay|letter|email|code|program|function|script|sql|html|dialogue|haiku|song|recipe)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex WritingRequest();
}
