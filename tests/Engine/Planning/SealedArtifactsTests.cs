using System.Text.Json.Nodes;
using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Engine.Caching;

namespace Pipeline.Tests.Engine.Planning;

public sealed class SealedArtifactsTests : IDisposable
{
    private static readonly string _fingerprint = Digest.OfText("fingerprint");
    private readonly SealedStore _cache = new();

    private string Folder => _cache.Store.FolderOf("stage", _fingerprint);

    [Fact]
    public void Of_a_fold_files_with_rows_are_its_table_and_the_others_its_files()
    {
        var artifact = SealedArtifacts.OfFold(
            _cache.Store,
            Sealing(File("metrics.parquet", null), File("part-0", 2), File("part-1", 3), File("z", null))
        );

        Assert.Equal(
            [
                new Part(0, Path.Combine(Folder, "part-0"), Digest.OfText("part-0"), 2),
                new Part(1, Path.Combine(Folder, "part-1"), Digest.OfText("part-1"), 3),
            ],
            artifact.Parts
        );
        Assert.Equal(
            [
                new ArtifactFile("metrics.parquet", Path.Combine(Folder, "metrics.parquet"), 5, Digest.OfText("metrics.parquet")),
                new ArtifactFile("z", Path.Combine(Folder, "z"), 5, Digest.OfText("z")),
            ],
            artifact.Files
        );
        Assert.Equal(Folder, artifact.Folder);
    }

    [Fact]
    public void A_table_depends_on_its_parts_in_order_and_the_whole_on_files_and_their_names_too()
    {
        var both = SealedArtifacts.OfFold(_cache.Store, Sealing(File("a", 1), File("b", 1), File("c", null)));
        var turned = SealedArtifacts.OfFold(_cache.Store, Sealing(File("b", 1), File("a", 1), File("c", null)));
        var renamed = SealedArtifacts.OfFold(_cache.Store, Sealing(File("a", 1), File("b", 1), File("c", null) with { Name = "d" }));
        var table = SealedArtifacts.OfTable(both.Parts);

        Assert.NotEqual(both.TableDigest, turned.TableDigest);
        Assert.Equal(both.TableDigest, renamed.TableDigest);
        Assert.NotEqual(both.Digest, renamed.Digest);
        Assert.NotEqual(both.Digest, both.TableDigest);
        Assert.Equal((both.TableDigest, both.TableDigest), (table.TableDigest, table.Digest));
        Assert.Equal((0, null), (table.Files.Count, table.Folder));
    }

    [Fact]
    public void The_part_of_a_map_node_is_its_one_file_at_the_place_asked_for() =>
        Assert.Equal(
            new Part(4, Path.Combine(Folder, "part.parquet"), Digest.OfText("part.parquet"), 9),
            SealedArtifacts.OfPart(_cache.Store, Sealing(File("part.parquet", 9)), 4)
        );

    [Fact]
    public void What_is_no_single_part_is_refused_with_its_folder()
    {
        foreach (var manifest in new[] { Sealing(), Sealing(File("a", null)), Sealing(File("a", 1), File("b", 1)) })
        {
            var error = Assert.Throws<InputException>(() => SealedArtifacts.OfPart(_cache.Store, manifest, 0));

            Assert.Equal($"{Folder} seals no single part of a table, as stage makes them; remove it and run again.", error.Message);
        }
    }

    public void Dispose() => _cache.Dispose();

    private static SealedFile File(string name, long? rows) => new(name, 5, Digest.OfText(name), rows);

    private static Manifest Sealing(params SealedFile[] files) =>
        new("stage", _fingerprint, new JsonObject(), files, new Dictionary<string, string>());
}
