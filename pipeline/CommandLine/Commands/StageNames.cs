using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>How commands take a stage.</summary>
internal static class StageNames
{
    public static Argument<string> NewArgument() =>
        new("STAGE") { Description = "a stage, or one variant of it by its full name, as dag prints it" };
}
