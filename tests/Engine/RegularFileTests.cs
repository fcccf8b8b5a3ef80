using System.Diagnostics;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Data.Records;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine;

/// <summary>Pipes and devices in the place of files are refused instead of waited for.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a named pipe")]
    [InlineData("a device")]
    public async Task Only_regular_files_are_opened(string kind)
    {
        foreach (var name in new[] { "rows.jsonl", "rows.parquet", "config.json", "my.yaml" })
        {
            Make(kind, _folder.PathOf(name));
        }

        string Path(string name) => _folder.PathOf(name);
        var refusals = new List<Exception>
        {
            Assert.Throws<InputException>(() => Digest.OfFile(Path("rows.jsonl"), TestContext.Current.CancellationToken)),
            Assert.Throws<InputException>(() => RegularFile.ReadAllBytes(Path("rows.jsonl"), 10)),
            Assert.Throws<InputException>(() => ConfigurationLoader.Load(Path("my.yaml"), typeof(object), [])),
            Assert.Throws<InvalidDataException>(() => ModelConfiguration.Read(_folder.Root)),
        };
        foreach (var name in new[] { "rows.jsonl", "rows.parquet" })
        {
            refusals.Add(
                await Assert.ThrowsAsync<InputException>(async () =>
                {
                    await foreach (var _ in DatasetFile.ReadAsync(Path(name), name, TestContext.Current.CancellationToken)) { }
                })
            );
        }

        Assert.All(refusals, refusal => Assert.Contains($"is {kind}; expected a regular file", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_file_is_read_up_to_a_size()
    {
        var path = _folder.Write("text", "12345");

        Assert.Equal("12345"u8.ToArray(), RegularFile.ReadAllBytes(path, 5));
        Assert.NotEmpty(RegularFile.ReadAllBytes("/proc/self/status", 1 << 20));
        Assert.Throws<InputException>(() => RegularFile.ReadAllBytes("/proc/self/status", 10));
        Assert.Equal(
            $"{path} has 5 bytes or more; expected at most 4 of such a file.",
            Assert.Throws<InputException>(() => RegularFile.ReadAllBytes(path, 4)).Message
        );
    }

    [Fact]
    public void A_copy_is_whole_and_a_stopped_one_ends()
    {
        var path = _folder.Write("text", new string('x', 9 << 20));
        RegularFile.Copy(path, _folder.PathOf("copy"), TestContext.Current.CancellationToken);
        using var stopped = new CancellationTokenSource();
        var error = Assert.ThrowsAny<OperationCanceledException>(() =>
            RegularFile.Copy(path, _folder.PathOf("other"), (_, _) => stopped.Cancel(), stopped.Token)
        );

        Assert.Equal(stopped.Token, error.CancellationToken);
        Assert.Equal(
            Digest.OfFile(path, TestContext.Current.CancellationToken),
            Digest.OfFile(_folder.PathOf("copy"), TestContext.Current.CancellationToken)
        );
    }

    public void Dispose() => _folder.Dispose();

    private static void Make(string kind, string path)
    {
        using var made = kind == "a device" ? null : Process.Start("mkfifo", [path]);
        made?.WaitForExit();
        if (made is null)
        {
            File.CreateSymbolicLink(path, "/dev/zero");
        }
    }
}
