using System.Reflection;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>The in-context prompt that comes with the program: an instruction and three examples, in the form that URIAL uses.</summary>
public static class InContextPrompt
{
    /// <summary>Its text.</summary>
    public static string Default
    {
        get
        {
            using var stream =
                Assembly.GetExecutingAssembly().GetManifestResourceStream("in-context.txt")
                ?? throw new InvalidOperationException("The in-context prompt is not embedded.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
