using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>SplitMix64 against its published sequence.</summary>
public sealed class RandomStreamTests
{
    [Fact]
    public void The_first_numbers_are_those_of_the_reference()
    {
        // The reference's first outputs for seed 1234567: their upper 53 bits as a fraction.
        ulong[] reference = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var stream = new RandomStream(1234567);

        foreach (var number in reference)
        {
            Assert.Equal((number >> 11) / (double)(1UL << 53), stream.Next());
        }
    }
}
