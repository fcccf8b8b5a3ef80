using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>A command whose options are in groups, for its help.</summary>
internal abstract class PipelineCommand(string name, string description) : Command(name, description)
{
    private readonly List<(string Title, IReadOnlyList<Option> Options)> _groups = [];

    /// <summary>The options by group, in the order in which help lists them.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups => _groups;

    protected void AddGroup(string title, params IReadOnlyList<Option> options)
    {
        _groups.Add((title, options));
        foreach (var option in options)
        {
            Options.Add(option);
        }
    }
}
