using System.Text;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Models.Configuration;

/// <summary>Configurations damaged in every way: each is read or refused, and nothing else.</summary>
public sealed class MutatedConfigurationTests
{
    private const int Mutations = 10_000;

    [Fact]
    public void A_damaged_configuration_is_read_or_refused_with_its_path()
    {
        var originals = GoldenModels
            .All.Concat(GoldenModels.Scaled)
            .Select(family => File.ReadAllBytes(Path.Combine(GoldenModels.Folder(family), ModelConfiguration.FileName)))
            .ToList();
        var mutation = new Mutation(seed: 7);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var json = mutation.Apply(originals[i % originals.Count]);
            try
            {
                var read = ModelConfiguration.Read("folder/config.json", json);
                Assert.All(WeightPlan.List(read), weight => Assert.All(weight.Shape, size => Assert.InRange(size, 1, 1 << 26)));
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.StartsWith("folder/config.json", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{error.GetType().Name} ({error.Message}) for {Encoding.UTF8.GetString(json)}");
            }
        }

        Assert.InRange(refused, Mutations / 10, Mutations - (Mutations / 10));
    }
}
