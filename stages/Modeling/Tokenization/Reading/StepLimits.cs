namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>
/// Bounds a chain of steps before it is read: each step that a file lists costs time and stack for every text, and replacements that
/// lengthen a text multiply, so that a small file could ask for any amount of memory.
/// </summary>
internal static class StepLimits
{
    /// <summary>More steps than this are taken for a damaged file; published ones have up to five.</summary>
    private const int MostSteps = 64;

    /// <summary>How many times as long replacements may make a text; published ones keep its length.</summary>
    private const double MostGrowth = 64;

    /// <summary>Refuses a chain that is too long, or that makes texts too long.</summary>
    /// <param name="piece">A step, or a <c>Sequence</c> of steps; null for none.</param>
    /// <param name="list">The key of a sequence's steps.</param>
    /// <exception cref="InvalidDataException">It is; the message quotes file and key.</exception>
    public static void Check(JsonPiece piece, string list)
    {
        var (steps, growth) = (0, 1d);
        foreach (var step in Steps(piece, list))
        {
            growth *= GrowthOf(step);
            if (++steps > MostSteps)
            {
                throw piece.Refused($"a chain of more than {MostSteps} steps");
            }

            if (growth > MostGrowth)
            {
                throw piece.Refused($"a chain that makes a text more than {MostGrowth} times as long");
            }
        }
    }

    private static IEnumerable<JsonPiece> Steps(JsonPiece piece, string list) =>
        piece.IsNull ? []
        : piece["type"] is { IsNull: false } type && type.Text() == "Sequence" ? piece[list].Items().SelectMany(item => Steps(item, list))
        : [piece];

    private static double GrowthOf(JsonPiece step)
    {
        switch (step.Type)
        {
            case "Prepend":
                return Math.Max(1, step.Text("prepend").Length);
            case "Replace":
                var pattern = step["pattern"]["String"];
                return Math.Max(1, step.Text("content").Length / (pattern.IsNull ? 1d : Math.Max(1, pattern.Text().Length)));
            default:
                return 1;
        }
    }
}
