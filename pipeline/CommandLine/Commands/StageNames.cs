using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>How commands take a stage.</summary>
internal static class StageNames
{
    public static Argument<string> NewArgument() => new("STAGE") { Description = "a stage (generate) or one variant of it (generate/lft.alpaca)" };
}
