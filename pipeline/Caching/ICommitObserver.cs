namespace Pipeline.Engine.Caching;

/// <summary>Is told of every commit point as it is reached.</summary>
public interface ICommitObserver
{
    /// <summary>Called on the committing thread.</summary>
    void Reached(string stage, CommitPoint point);
}

/// <summary>Looks away.</summary>
internal sealed class NoCommitObserver : ICommitObserver
{
    /// <summary>The one instance.</summary>
    public static readonly NoCommitObserver Instance = new();

    private NoCommitObserver() { }

    /// <inheritdoc />
    public void Reached(string stage, CommitPoint point) { }
}
