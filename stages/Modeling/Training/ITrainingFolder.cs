namespace Pipeline.Modeling.Training;

/// <summary>
/// Where a training run keeps what it goes on from: folders by name, each there only when it is whole and sealed. What is read from one
/// without <see cref="RequireIntact"/> may have been damaged since.
/// </summary>
public interface ITrainingFolder
{
    /// <summary>The folder that holds them; perhaps not there yet.</summary>
    string Path { get; }

    /// <summary>Flushes and seals a draft, a folder inside <see cref="Path"/>, under a name; what had that name goes.</summary>
    void Seal(string draft, string name);

    /// <summary>Makes sure that a folder is what was sealed under that name.</summary>
    /// <exception cref="InvalidDataException">It is not; the message says what is wrong.</exception>
    void RequireIntact(string name);
}
