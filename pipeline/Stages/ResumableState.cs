using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Stages;

/// <summary>
/// What a fold keeps to go on from after a kill: sealed folders by name, in a folder that is removed once the artifact is sealed.
/// </summary>
/// <param name="folder">The folder; perhaps not there yet.</param>
/// <param name="cancellation">The run's: stops the reading of what was kept.</param>
public sealed class ResumableState(string folder, CancellationToken cancellation)
{
    /// <summary>The folder that holds them.</summary>
    public string Folder => folder;

    /// <summary>Seals a draft, a folder inside <see cref="Folder"/>, under a name: wholly also when the run is being stopped, for this is
    /// what the next run goes on from, and reading it once takes less time than writing it took.</summary>
    public void Seal(string draft, string name) => SealedFolder.Seal(draft, Path.Combine(folder, name), CancellationToken.None);

    /// <summary>Makes sure that what is about to be read under a name is what was sealed.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    /// <exception cref="OperationCanceledException">The run is being stopped.</exception>
    public void RequireIntact(string name) => SealedFolder.RequireIntact(Path.Combine(folder, name), cancellation);
}
