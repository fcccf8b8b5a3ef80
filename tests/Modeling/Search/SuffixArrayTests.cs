using CsCheck;
using Pipeline.Modeling.Search;

namespace Pipeline.Tests.Modeling.Search;

public sealed class SuffixArrayTests
{
    [Fact]
    public void Suffixes_are_in_the_order_that_comparing_them_gives() =>
        Gen.Int[0, 4]
            .SelectMany(largest => Gen.Int[0, largest].Array[0, 40].Select(text => (text, largest)))
            .Sample(
                (text, largest) =>
                {
                    var starts = Enumerable.Range(0, text.Length).ToArray();
                    Array.Sort(starts, (left, right) => text.AsSpan(left).SequenceCompareTo(text.AsSpan(right)));

                    Assert.Equal(starts, SuffixArray.Sort(text, largest));
                },
                iter: 20_000,
                threads: 1
            );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_text_that_repeats_itself_takes_no_time_out_of_proportion(int period)
    {
        // Comparing suffixes one by one would take hours.
        var text = Enumerable.Range(0, 1_000_000).Select(i => i % period).ToArray();
        var suffixes = SuffixArray.Sort(text, period - 1);

        for (var i = 1; i < suffixes.Length; i += 997)
        {
            Assert.True(text.AsSpan(suffixes[i - 1]).SequenceCompareTo(text.AsSpan(suffixes[i])) < 0);
        }
    }
}
