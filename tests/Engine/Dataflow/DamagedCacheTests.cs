using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>What an earlier run sealed and something damaged since is never computed from: it is made anew, at the latest by the next
/// run.</summary>
public sealed class DamagedCacheTests : IDisposable
{
    private const int Damages = 120;
    private const int Seed = 20240207;

    private static readonly DateTime _sealedAt = new(2024, 2, 7, 12, 0, 0, DateTimeKind.Utc);

    private readonly EngineFixture _engine = new();

    [Fact]
    public async Task A_result_is_never_made_from_damaged_files()
    {
        Assert.Equal(RunOutcome.Completed, (await RunAsync()).Outcome);
        var expected = CacheSnapshot.Take(_engine.Cache);
        var pristine = _engine.Folder.PathOf("pristine");
        Copy(_engine.Cache, pristine);
        var random = new Random(Seed);
        var said = 0;
        for (var round = 0; round < Damages; round++)
        {
            Directory.Delete(_engine.Cache, recursive: true);
            Copy(pristine, _engine.Cache);
            var what = Damage(random);

            // Later nodes are lost, so that what stands before them is read.
            string[] lost = random.Next(2) == 0 ? ["sum"] : ["add", "sum"];
            foreach (var stage in lost)
            {
                Directory.Delete(Path.Combine(_engine.Cache, stage), recursive: true);
            }

            var result = await RunAsync();
            if (result.Outcome != RunOutcome.Completed)
            {
                said++;
                var failure = Assert.Single(result.Failures);
                Assert.Matches(
                    @"is damaged: it was sealed with the digest [0-9a-f]{12}… and has [0-9a-f]{12}…; run again, and it is made anew\.$",
                    failure.Message
                );
                Assert.Contains(what, failure.Message, StringComparison.Ordinal);
                result = await RunAsync();
            }

            Assert.Equal(RunOutcome.Completed, result.Outcome);
            Assert.Equal(Select(expected, lost), Select(CacheSnapshot.Take(_engine.Cache), lost));
        }

        Assert.InRange(said, 1, Damages - 1);
    }

    [Fact]
    public async Task A_sealed_map_part_that_is_no_table_is_an_error_that_names_its_folder()
    {
        await RunAsync();
        var folder = Directory.EnumerateDirectories(Path.Combine(_engine.Cache, "add")).First();
        var manifest = Manifest.Load(folder)!;
        await File.WriteAllTextAsync(
            Path.Combine(folder, Manifest.FileName),
            (manifest with { Files = [manifest.Files[0] with { Rows = null }] }).ToJson(),
            TestContext.Current.CancellationToken
        );

        var result = await RunAsync();

        Assert.Equal(RunOutcome.BadInput, result.Outcome);
        Assert.Contains(
            $"{folder} seals no single part of a table, as add makes them; remove it and run again.",
            Assert.Single(result.Failures).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _engine.Dispose();

    private Task<RunResult> RunAsync() => _engine.RunAsync(Numbers(), cancellation: TestContext.Current.CancellationToken);

    private static Graph Numbers()
    {
        var graph = new GraphBuilder();
        var read = graph.Fold("read", FakeFold.Source("read", 4));
        var added = graph.Map("add", FakeMap.Add("add", 1), [new NodeOutput(FakeMap.Rows, read)]);
        return graph.Build(graph.Fold("sum", FakeFold.Sum("sum"), new NodeOutput("values", added)));
    }

    /// <summary>Damages one file, so that its time shows it or not; returns its path.</summary>
    private string Damage(Random random)
    {
        var files = Directory
            .EnumerateFiles(_engine.Cache, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        files.ForEach(path => File.SetLastWriteTimeUtc(path, _sealedAt));
        var chosen = files[random.Next(files.Count)];
        var bytes = File.ReadAllBytes(chosen);
        switch (random.Next(4))
        {
            case 0:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 1:
                Array.Clear(bytes, random.Next(bytes.Length), 1);
                break;
            default:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
        }

        File.WriteAllBytes(chosen, bytes);
        File.SetLastWriteTimeUtc(chosen, random.Next(3) == 0 ? _sealedAt.AddMinutes(1) : _sealedAt);
        return chosen;
    }

    private static IEnumerable<KeyValuePair<string, string>> Select(SortedDictionary<string, string> snapshot, string[] stages) =>
        snapshot.Where(entry => stages.Contains(entry.Key.Split('/')[0]));

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
