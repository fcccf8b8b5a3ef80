using System.Security.Cryptography;
using System.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Support;

/// <summary>Instances as an ingested dataset holds them.</summary>
public static class Instances
{
    /// <summary>Rows of a dataset; the response of row i has i + 1 words.</summary>
    public static IReadOnlyList<InstanceRow> Make(string dataset, int count, int first = 0) =>
        Enumerable
            .Range(first, count)
            .Select(index => new InstanceRow
            {
                InstanceId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{dataset}:{index}"))),
                Dataset = dataset,
                Instruction = $"Question {index}",
                Response = string.Join(' ', Enumerable.Range(0, index + 1).Select(word => $"w{word}")),
            })
            .ToList();

    /// <summary>Where the rows came from, with scores from 0 to 5.</summary>
    public static IReadOnlyList<SourceRow> SourcesOf(IReadOnlyList<InstanceRow> rows) =>
        rows.Select(
                (row, index) =>
                    new SourceRow
                    {
                        InstanceId = row.InstanceId,
                        File = row.Dataset + ".json",
                        RowNumber = index + 1,
                        Score = index % 11 / 2.0,
                    }
            )
            .ToList();
}
