using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class ArtifactStoreTests
{
    [Fact]
    public void What_was_sealed_is_found_with_its_files_and_rows()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"), ("sub/notes.txt", "notes"));

        var found = cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Equal(
            [new SealedFile("part.parquet", 4, Digest.OfText("rows"), 3), new SealedFile("sub/notes.txt", 5, Digest.OfText("notes"), null)],
            found.Files
        );
        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("b"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Sealing_the_same_twice_gives_the_same_bytes_everywhere()
    {
        using var one = new SealedStore();
        using var other = new SealedStore();
        one.Seal("a", ("part.parquet", "rows"), ("z.txt", "z"), ("b.txt", "b"));
        other.Seal("a", ("b.txt", "b"), ("z.txt", "z"), ("part.parquet", "rows"));

        Assert.Equal(CacheSnapshot.Take(one.Cache), CacheSnapshot.Take(other.Cache));
    }

    [Fact]
    public void A_missing_file_or_one_of_another_length_means_there_is_no_artifact()
    {
        using var cache = new SealedStore();
        cache.Seal("gone", ("part.parquet", "rows"), ("notes.txt", "notes"));
        cache.Seal("short", ("part.parquet", "rows"));
        File.Delete(Path.Combine(cache.FolderOf("gone"), "notes.txt"));
        File.WriteAllText(Path.Combine(cache.FolderOf("short"), "part.parquet"), "row");

        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("gone"), TestContext.Current.CancellationToken));
        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("short"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_was_written_after_its_manifest_counts_only_with_its_own_bytes()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        var path = Path.Combine(cache.FolderOf("a"), "part.parquet");
        var later = DateTime.UtcNow.AddMinutes(1);

        File.SetLastWriteTimeUtc(path, later);
        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        Assert.Equal(later, File.GetLastWriteTimeUtc(Path.Combine(cache.FolderOf("a"), Manifest.FileName)));

        File.WriteAllText(path, "r0ws");
        File.SetLastWriteTimeUtc(path, later.AddMinutes(1));
        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_changed_byte_under_the_old_time_is_noticed_when_asked_to_verify_and_before_it_is_read()
    {
        using var cache = new SealedStore();
        var sealedFile = cache.Seal("a", ("part.parquet", "rows")).Files[0];
        var path = Path.Combine(cache.FolderOf("a"), "part.parquet");
        Damage(path, "r0ws");

        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        Assert.Null(cache.Other(verify: true).Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        var error = Assert.Throws<IOException>(() =>
            cache.Other().RequireIntact(new Part(0, path, sealedFile.Digest, 3), TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            $"{path} is damaged: it was sealed with the digest {sealedFile.Digest[..12]}… and has {Digest.OfText("r0ws")[..12]}…; "
                + "run again, and it is made anew.",
            error.Message
        );
        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_another_process_sealed_anew_stays_sealed()
    {
        using var cache = new SealedStore();
        var before = cache.Seal("a", ("part.parquet", "rows")).Files[0];
        var path = Path.Combine(cache.FolderOf("a"), "part.parquet");
        cache.Seal("a", ("part.parquet", "r0ws"));

        Assert.Throws<IOException>(() =>
            cache.Other().RequireIntact(new Part(0, path, before.Digest, 3), TestContext.Current.CancellationToken)
        );

        Assert.NotNull(
            cache.Other(verify: true).Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Sealing_again_replaces_a_file_that_was_damaged_unnoticed()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        Damage(Path.Combine(cache.FolderOf("a"), "part.parquet"), "r0ws");

        cache.Seal("a", ("part.parquet", "rows"));

        Assert.NotNull(
            cache.Other(verify: true).Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void A_manifest_too_long_for_one_seals_nothing_and_is_not_read()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        using (var file = File.OpenWrite(Path.Combine(cache.FolderOf("a"), Manifest.FileName)))
        {
            // A hole: the file takes no room on the disk, and far more than there is in memory.
            file.SetLength(1L << 40);
        }

        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        cache.Seal("a", ("part.parquet", "rows"));
        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_damaged_artifact_is_replaced_by_the_next_commit()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"), ("notes.txt", "notes"));
        File.Delete(Path.Combine(cache.FolderOf("a"), "notes.txt"));
        File.WriteAllText(Path.Combine(cache.FolderOf("a"), "stray.txt"), "not of the artifact");

        cache.Seal("a", ("part.parquet", "rows"), ("notes.txt", "notes"));

        Assert.NotNull(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(cache.FolderOf("a"), "stray.txt")));
    }

    [Fact]
    public void A_manifest_that_is_no_file_or_belongs_to_another_artifact_seals_nothing()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        Directory.CreateDirectory(Path.Combine(cache.FolderOf("folder"), Manifest.FileName));
        Directory.CreateDirectory(cache.FolderOf("copied"));
        foreach (var path in Directory.EnumerateFiles(cache.FolderOf("a")))
        {
            File.Copy(path, Path.Combine(cache.FolderOf("copied"), Path.GetFileName(path)));
        }

        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("folder"), TestContext.Current.CancellationToken));
        Assert.Null(cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("copied"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Committing_equal_bytes_again_leaves_the_sealed_files_in_place()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));
        using var reader = File.OpenRead(Path.Combine(cache.FolderOf("a"), "part.parquet"));
        var inode = FileIdentity.Read(reader.Name).Inode;

        cache.Seal("a", ("part.parquet", "rows"));

        Assert.Equal(inode, FileIdentity.Read(reader.Name).Inode);
        Assert.Equal(
            [Path.GetFileName(cache.FolderOf("a"))],
            Directory.EnumerateDirectories(Path.Combine(cache.Cache, SealedStore.Stage)).Select(path => Path.GetFileName(path))
        );
    }

    [Fact]
    public void Committing_other_bytes_under_one_fingerprint_replaces_them()
    {
        using var cache = new SealedStore();
        cache.Seal("a", ("part.parquet", "rows"));

        cache.Seal("a", ("part.parquet", "others"));

        Assert.Equal(
            Digest.OfText("others"),
            cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken)!.Files[0].Digest
        );
    }

    [Fact]
    public void A_commit_passes_its_points_in_order_and_is_there_only_after_the_last()
    {
        using var cache = new SealedStore();
        var seen = new List<(CommitPoint Point, bool Found)>();
        var watched = cache.Other(
            new Watcher(point =>
                seen.Add(
                    (
                        point,
                        cache.Store.Find(SealedStore.Stage, SealedStore.Fingerprint("a"), TestContext.Current.CancellationToken) is not null
                    )
                )
            )
        );

        SealedStore.Seal(watched, "a", ("part.parquet", "rows"));

        Assert.Equal(
            [
                (CommitPoint.BeforeWrite, false),
                (CommitPoint.AfterFlush, false),
                (CommitPoint.AfterRename, false),
                (CommitPoint.BeforeManifest, false),
                (CommitPoint.AfterManifest, true),
            ],
            seen
        );
    }

    /// <summary>Changes a file's bytes and nothing by which that shows from outside.</summary>
    private static void Damage(string path, string text)
    {
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
    }

    private sealed class Watcher(Action<CommitPoint> reached) : ICommitObserver
    {
        public void Reached(string stage, CommitPoint point) => reached(point);
    }
}
