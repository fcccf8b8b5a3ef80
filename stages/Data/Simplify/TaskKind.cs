using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Tells requests whose answer is its whole form (code, lists, calculations, texts to write) from questions that have a core
/// answer.</summary>
internal static partial class TaskKind
{
    private const int ListItems = 2;

    /// <summary>Whether the response's form is the answer, whatever was asked: code, data, a list, a calculation, a length that was asked
    /// for.</summary>
    public static bool HasForm(string instruction, string response) =>
        response.Contains("```", StringComparison.Ordinal)
        || CodeLine().IsMatch(response)
        || IsJson(response)
        || ListLine().Count(response) >= ListItems
        || BareLine().Count(response) >= ListItems
        || response.Contains('=', StringComparison.Ordinal)
        || Calculation().IsMatch(instruction)
        || LengthRequest().IsMatch(instruction);

    /// <summary>Whether a list or a text to write is asked for.</summary>
    public static bool AsksForForm(string instruction) => ListRequest().IsMatch(instruction) || WritingRequest().IsMatch(instruction);

    /// <summary>A call of a tool, or data: half of it is none.</summary>
    private static bool IsJson(string response)
    {
        if (response.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var parsed = JsonDocument.Parse(response);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"^[ \t]*(def |class |import |#include|public |function |SELECT |<\w+>|\w+[ \t]*=[ \t]*[\w\[({])|[;{}][ \t\r]*$",
        RegexOptions.Multiline
    )]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"^[ \t]*([-*•]|\d+[.)]|[A-Z][\w ]{0,40}:)[ \t]+\S", RegexOptions.Multiline)]
    private static partial Regex ListLine();

    /// <summary>A line that no sentence ends.</summary>
    [GeneratedRegex(@"^[ \t]*\S[^\n]*[^\s.!?:。！？…""”'’)][ \t\r]*$", RegexOptions.Multiline)]
    private static partial Regex BareLine();

    [GeneratedRegex(
        @"\b(lists?|steps?|compare|comparison|contrast|pros|cons|ways|tips|examples|reasons|ideas|facts|benefits|(dis)?advantages|suggestions|recommendations|features|types|kinds|methods"
            + @"|strategies|techniques|differences?|similarities|points|factors|characteristics|themes|causes|effects|impacts|symptoms|components|elements|ingredients|instructions|questions"
            + @"|(name|give|find|provide|suggest|identify|describe|mention|state|offer) (two|three|four|five|six|seven|eight|nine|ten|some|several|\d+))\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ListRequest();

    [GeneratedRegex(
        @"\b(calculate|compute|solve|simplify|evaluate|convert|divide|multiply|subtract|equation|how (many|much)|percentage|average|probability)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Calculation();

    [GeneratedRegex(
        @"\b(write|compose|create|generate|draft|design|develop|devise|invent|imagine|sketch|plan|outline|rewrite|rephrase|reword|paraphrase|edit|correct|proofread|translate|transform|complete|continue"
            + @"|arrange|rearrange|sort|classify|categori[sz]e|summari[sz]e|summari[sz]ing|summary|poem|story|essay|article|letter|email|speech|review|tweet|slogan|headline|caption|code|program|function|script"
            + @"|sql|html|dialogue|conversation|haiku|song|lyrics|joke|riddle|recipe|scenario)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex WritingRequest();

    [GeneratedRegex(
        @"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d+)([ -](or|to) (\w+))?[ -](sentences?|words?|paragraphs?|lines?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex LengthRequest();
}
