using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Tuning.Pretrain;

/// <summary>Writes instances as running text by a pattern; a field that an instance lacks takes the line break after it along.</summary>
internal sealed partial class RunningText
{
    private readonly IReadOnlyList<(string Literal, string Field, string LineBreak)> _pieces;
    private readonly string _rest;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="InvalidDataException">It names a field that there is not, or no response.</exception>
    public RunningText(string pattern)
    {
        var pieces = new List<(string, string, string)>();
        var end = 0;
        foreach (Match match in Placeholder().Matches(pattern))
        {
            var field = match.Groups[1].Value;
            if (field is not ("instruction" or "input" or "response"))
            {
                throw new InvalidDataException(
                    $"pretrain.model.text names {{{field}}}; there are {{instruction}}, {{input}} and {{response}}."
                );
            }

            pieces.Add((pattern[end..match.Index], field, match.Groups[2].Value));
            end = match.Index + match.Length;
        }

        (_pieces, _rest) = (pieces, pattern[end..]);
        if (!pieces.Exists(piece => piece.Item2 == "response"))
        {
            throw new InvalidDataException("pretrain.model.text holds no {response}: the model would never read one.");
        }
    }

    /// <summary>The text of an instance. What its fields spell is never read as a pattern.</summary>
    public string Write(InstanceRow row)
    {
        var text = new StringBuilder();
        foreach (var (literal, field, lineBreak) in _pieces)
        {
            var value = field switch
            {
                "instruction" => row.Instruction,
                "input" => row.Input,
                _ => row.Response,
            };
            text.Append(literal);
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(value).Append(lineBreak);
            }
        }

        return text.Append(_rest).ToString();
    }

    [GeneratedRegex(@"\{(\w+)\}(\n?)")]
    private static partial Regex Placeholder();
}
