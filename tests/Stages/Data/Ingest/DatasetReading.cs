using System.Text;
using Pipeline.Engine;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Ingest;

/// <summary>Dataset files of one test, read as ingest reads them.</summary>
public sealed class DatasetReading : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.PathOf(name), bytes);
        return name;
    }

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Reads a file of the folder; its name is what messages call it.</summary>
    public async Task<IReadOnlyList<(InstanceRow Instance, long Row)>> ReadAsync(
        string name,
        Func<IngestOptions, IngestOptions>? change = null
    )
    {
        var options = new IngestOptions { Dataset = "data", File = name };
        var rows = new List<(InstanceRow, long)>();
        await foreach (
            var row in new InstanceReader(change?.Invoke(options) ?? options).ReadAsync(
                _folder.PathOf(name),
                TestContext.Current.CancellationToken
            )
        )
        {
            rows.Add((row.Instance, row.Source.RowNumber));
        }

        return rows;
    }

    /// <summary>Reads a file of one row.</summary>
    public async Task<InstanceRow> ReadOneAsync(string text, Func<IngestOptions, IngestOptions>? change = null) =>
        Assert.Single(await ReadAsync(Write("one.jsonl", text), change)).Instance;

    /// <summary>The message with which a file is refused.</summary>
    public async Task<string> RefusalAsync(string name, Func<IngestOptions, IngestOptions>? change = null) =>
        (await Assert.ThrowsAsync<InputException>(() => ReadAsync(name, change))).Message;

    /// <summary>The rows of a file; null where it is refused.</summary>
    public async Task<IReadOnlyList<(InstanceRow Instance, long Row)>?> RowsOrRefusalAsync(string name)
    {
        try
        {
            return await ReadAsync(name);
        }
        catch (InputException)
        {
            return null;
        }
    }

    public static Func<IngestOptions, IngestOptions> Mapping(params (string Field, string Column)[] columns) =>
        options => options with { Columns = columns.ToDictionary(entry => entry.Field, entry => entry.Column) };

    public void Dispose() => _folder.Dispose();
}
