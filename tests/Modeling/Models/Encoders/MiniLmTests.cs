using System.Text.Json;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Models.Encoders;

/// <summary>Holds a published encoder against transformers. It is not shipped, so its test runs where it is at hand, with
/// <c>golden_texts.json</c> and <c>golden.safetensors</c> beside it.</summary>
public sealed class MiniLmTests(ITestOutputHelper output)
{
    private const string Variable = "PIPELINE_MINILM";
    private const int BatchSize = 32;

    [Fact]
    public void Vectors_of_a_thousand_texts_agree()
    {
        var folder =
            Environment.GetEnvironmentVariable(Variable)
            ?? Path.Combine(Repository.Root, "..", "shared", "goldens", "encoders", "all-MiniLM-L6-v2");
        Assert.SkipUnless(Directory.Exists(folder), $"all-MiniLM-L6-v2 is not here; set {Variable} to its folder.");
        var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(folder, "golden_texts.json")))!;
        using var golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using var vectors = golden.Read("vectors");
        using var lengths = golden.Read("tokens");
        var (expected, expectedLengths) = (vectors.data<float>().ToArray(), lengths.data<long>().ToArray());
        var form = SentenceForm.Read(folder, null, null);
        using var encoder = SentenceEncoder.Load(folder, form, cancellation: TestContext.Current.CancellationToken);

        var tokens = texts.Select(encoder.Encode).ToList();
        Assert.Equal(expectedLengths, tokens.Select(ids => (long)ids.Length));
        var largest = 0f;
        foreach (var batch in Enumerable.Range(0, texts.Length).OrderBy(text => tokens[text].Length).Chunk(BatchSize))
        {
            var made = encoder.Embed([.. batch.Select(text => tokens[text])], TestContext.Current.CancellationToken);
            foreach (var (index, text) in batch.Index())
            {
                for (var i = 0; i < encoder.Width; i++)
                {
                    largest = Math.Max(largest, Math.Abs(made[(index * encoder.Width) + i] - expected[(text * encoder.Width) + i]));
                }
            }
        }

        output.WriteLine($"{texts.Length} texts, largest difference {largest}");
        Assert.InRange(largest, 0, 1e-4);
    }
}
