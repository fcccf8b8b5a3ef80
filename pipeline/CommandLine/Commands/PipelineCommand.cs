using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>A command with what its help shows beside the symbols: examples, and options in groups.</summary>
internal abstract class PipelineCommand(string name, string description) : Command(name, description)
{
    private readonly List<(string Title, IReadOnlyList<Option> Options)> _groups = [];

    /// <summary>The options by group, in the order in which help lists them.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups => _groups;

    /// <summary>Command lines, without the program's name, each with what it does.</summary>
    public virtual IReadOnlyList<(string CommandLine, string Meaning)> Examples => [];

    protected void AddGroup(string title, params IReadOnlyList<Option> options)
    {
        _groups.Add((title, options));
        foreach (var option in options)
        {
            Options.Add(option);
        }
    }
}
