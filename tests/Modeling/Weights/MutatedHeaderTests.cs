using System.Text;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using TorchSharp;

namespace Pipeline.Tests.Modeling.Weights;

/// <summary>Safetensors headers damaged in every way: what is read lies in the file, and the rest is refused.</summary>
public sealed class MutatedHeaderTests
{
    private const int Mutations = 10_000;

    [Fact]
    public void A_damaged_header_is_refused_or_stays_within_the_file()
    {
        var files = GoldenModels
            .All.Where(family => family != "llama2")
            .Select(family => File.ReadAllBytes(Path.Combine(GoldenModels.Folder(family), CheckpointFiles.SingleFile)))
            .Select(bytes => (Header: bytes[8..(8 + (int)BitConverter.ToUInt64(bytes))], Length: (long)bytes.Length))
            .ToList();
        var mutation = new Mutation(seed: 11);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var (original, length) = files[i % files.Count];
            var header = mutation.Apply(original);
            var fileLength = length + header.Length - original.Length;
            try
            {
                var entries = SafetensorsHeader.Parse("model.safetensors", header, fileLength);
                Assert.All(entries.Values, entry => Assert.InRange(entry.Offset + entry.Bytes, 8 + header.Length, fileLength));
                Assert.All(
                    entries.Values,
                    entry =>
                        Assert.Equal(entry.Bytes, entry.Shape.Aggregate((long)entry.Type.ElementSize(), (product, size) => product * size))
                );
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.StartsWith("model.safetensors", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{error.GetType().Name} ({error.Message}) for {Encoding.UTF8.GetString(header)}");
            }
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }
}
