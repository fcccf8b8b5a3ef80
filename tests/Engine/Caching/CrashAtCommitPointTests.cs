using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

/// <summary>Other points than the one asked for kill nobody; that the one does, the tests of killed runs show.</summary>
public sealed class CrashAtCommitPointTests
{
    [Fact]
    public void Another_stage_another_point_and_an_earlier_time_pass()
    {
        var crash = new CrashAtCommitPoint("ingest", CommitPoint.AfterRename, 2);

        crash.Reached("shift", CommitPoint.AfterRename);
        crash.Reached("ingest", CommitPoint.AfterFlush);
        crash.Reached("shift", CommitPoint.AfterRename);
        crash.Reached("ingest", CommitPoint.AfterRename);
    }
}
