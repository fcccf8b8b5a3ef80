using System.Diagnostics;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class ArtifactLockTests
{
    [Fact]
    public async Task One_holds_it_and_the_next_waits_and_is_told_who_holds_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("locks", "a.lock");
        var first = ArtifactLock.TryAcquire(path);
        Assert.NotNull(first);
        Assert.Null(ArtifactLock.TryAcquire(path));

        var told = new TaskCompletionSource<string>();
        var second = ArtifactLock.AcquireAsync(path, told.SetResult, TestContext.Current.CancellationToken);
        var holder = await told.Task;
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();

        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", holder, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.PathOf("locks")));
    }

    [Fact]
    public async Task Another_process_keeps_it_from_us_until_it_dies()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("a.lock");
        using var other = Process.Start(
            new ProcessStartInfo("flock", [path, "sh", "-c", "echo held; exec cat"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Null(ArtifactLock.TryAcquire(path));

        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var ours = await ArtifactLock.AcquireAsync(path, _ => { }, TestContext.Current.CancellationToken);
        Assert.NotNull(ours);
    }

    [Fact]
    public async Task We_keep_it_from_another_process()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("a.lock");
        using (ArtifactLock.TryAcquire(path))
        {
            Assert.Equal(1, await FlockAsync(path));
        }

        Assert.Equal(0, await FlockAsync(path));
    }

    [Fact]
    public async Task Many_who_take_turns_never_meet_although_the_file_goes_away_each_time()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("a.lock");
        var inside = 0;
        var met = 0;
        var turns = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var turn = 0; turn < 100; turn++)
                        {
                            ArtifactLock? held;
                            while ((held = ArtifactLock.TryAcquire(path)) is null)
                            {
                                await Task.Yield();
                            }

                            using (held)
                            {
                                met += Interlocked.Increment(ref inside) - 1;
                                turns++;
                                Interlocked.Decrement(ref inside);
                            }
                        }
                    })
                )
        );

        Assert.Equal(0, met);
        Assert.Equal(400, turns);
    }

    [Fact]
    public async Task Waiting_ends_with_cancellation()
    {
        using var folder = new TemporaryFolder();
        using var held = ArtifactLock.TryAcquire(folder.PathOf("a.lock"));
        using var cancel = new CancellationTokenSource();
        var waiting = ArtifactLock.AcquireAsync(folder.PathOf("a.lock"), _ => cancel.Cancel(), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void What_is_no_lock_is_an_error_and_not_a_wait()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("a.lock"));

        Assert.ThrowsAny<Exception>(() => ArtifactLock.TryAcquire(folder.PathOf("a.lock")));
    }

    private static async Task<int> FlockAsync(string path)
    {
        using var process = Process.Start("flock", ["--nonblock", path, "true"])!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
