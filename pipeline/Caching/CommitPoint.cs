namespace Pipeline.Engine.Caching;

/// <summary>The moments around a commit at which a kill must lose nothing but the work in flight; crash tests stop the program at
/// each.</summary>
public enum CommitPoint
{
    /// <summary>The work is done or about to be; nothing is written to the draft yet.</summary>
    BeforeWrite,

    /// <summary>All files of the draft are written and flushed.</summary>
    AfterFlush,

    /// <summary>The draft has its final name, without a manifest.</summary>
    AfterRename,

    /// <summary>The manifest's text is ready.</summary>
    BeforeManifest,

    /// <summary>The artifact is sealed.</summary>
    AfterManifest,

    /// <summary>A fold has just saved resumable state of its own.</summary>
    InStage,
}
