using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine;

/// <summary>
/// What an application tells the engine: its settings and how they become a graph of stages. The engine's commands do the rest. Making a
/// catalogue must cost nothing: it is made even for <c>--version</c>.
/// </summary>
public interface ICatalogue
{
    /// <summary>The program's version, as <c>--version</c> prints it.</summary>
    string Version { get; }

    /// <summary>One sentence for <c>--help</c>: what the program does.</summary>
    string Description { get; }

    /// <summary>Examples for <c>--help</c>.</summary>
    IReadOnlyList<CommandExample> Examples => [];

    /// <summary>The settings record that a YAML file is bound to.</summary>
    Type SettingsType { get; }

    /// <summary>Versions of the libraries that compute artifacts, for their manifests.</summary>
    IReadOnlyDictionary<string, string> Libraries { get; }

    /// <summary>The run's name: its folder below the runs folder.</summary>
    string RunName(BoundConfiguration configuration) => configuration.Name;

    /// <summary>How a user gives a run another name, to follow "to run this file beside another of the same name, …".</summary>
    string HowToNameARun => "give the file another name";

    /// <summary>Expands settings into a graph. Reads no data: that is for stages and <see cref="Checks"/>.</summary>
    /// <exception cref="InputException">Settings contradict each other; see <see cref="BoundConfiguration.Invalid"/>.</exception>
    Graph Build(BoundConfiguration configuration);

    /// <summary>
    /// What can be checked before anything is computed (datasets row by row, model folders shard by shard). All of them run for
    /// <c>validate</c>, and before a run that has something to compute.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="graph">What <see cref="Build"/> made of it: a command builds once, and checks what it will run.</param>
    IEnumerable<InputCheck> Checks(BoundConfiguration configuration, Graph graph) => [];

    /// <summary>How a row of a node's table reads best; null to print its columns only.</summary>
    IRowView? RowView(StageNode node) => null;

    /// <summary>Called after a completed run: publishes what a person opens, such as the report page.</summary>
    /// <returns>The path to print as the last line; null where there is nothing to open.</returns>
    Task<string?> PublishAsync(FinishedRun run, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
