using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Stages;

/// <summary>
/// What a fold keeps to go on from after a kill: sealed folders by name, in a folder that is removed once the artifact is sealed.
/// </summary>
/// <param name="folder">The folder; perhaps not there yet.</param>
public sealed class ResumableState(string folder)
{
    /// <summary>The folder that holds them.</summary>
    public string Folder => folder;

    /// <summary>Seals a draft, a folder inside <see cref="Folder"/>, under a name.</summary>
    public void Seal(string draft, string name) => SealedFolder.Seal(draft, Path.Combine(folder, name));

    /// <summary>Makes sure that what is about to be read under a name is what was sealed.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public void RequireIntact(string name) => SealedFolder.RequireIntact(Path.Combine(folder, name));
}
