using CsCheck;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>What a row of logits says in short.</summary>
public sealed class LogitSummaryTests
{
    [Theory]
    [InlineData(new[] { 1f, 4f, 2f }, 1, 4f, 2f)]
    [InlineData(new[] { 4f, 1f, 2f }, 0, 4f, 2f)]
    [InlineData(new[] { 1f, 2f, 4f }, 2, 4f, 2f)]
    [InlineData(new[] { 4f, 4f, 2f }, 0, 4f, 4f)]
    [InlineData(new[] { -7f }, 0, -7f, float.NegativeInfinity)]
    [InlineData(new[] { -3f, float.NegativeInfinity }, 0, -3f, float.NegativeInfinity)]
    public void The_two_highest_are_found_wherever_they_stand(float[] logits, int argmax, float highest, float second)
    {
        var summary = LogitSummary.Summarise(logits);

        Assert.Equal((argmax, highest, second), (summary.Argmax, summary.Highest, summary.Second));
    }

    [Fact]
    public void The_total_is_that_of_the_definition_also_where_exponentials_would_overflow() =>
        (
            from size in Gen.Int[1, 70]
            from logits in Gen.Float[-30, 30].Array[size]
            from shift in Gen.Int[-1, 1].Select(sign => sign * 500f)
            select (Logits: logits.Select(logit => logit + shift).ToArray(), shift)
        ).Sample(
            (logits, shift) =>
            {
                var expected = shift + Math.Log(logits.Sum(logit => Math.Exp((double)logit - shift)));
                return Math.Abs(LogitSummary.Summarise(logits).LogTotal - expected) < 1e-4;
            }
        );

    [Fact]
    public void The_last_logits_beside_whole_vectors_count_as_much()
    {
        var logits = new float[17];
        Assert.Equal(Math.Log(17), LogitSummary.Summarise(logits).LogTotal, 1e-6);
        logits[16] = 3;
        Assert.Equal(Math.Log(16 + Math.Exp(3)), LogitSummary.Summarise(logits).LogTotal, 1e-6);
    }

    [Theory]
    [InlineData(new[] { float.NaN, float.NaN })]
    [InlineData(new[] { 1f, float.NaN, 2f })]
    [InlineData(new float[0])]
    public void What_holds_no_numbers_is_refused(float[] logits) =>
        Assert.Contains(
            "not numbers",
            Assert.Throws<InvalidDataException>(() => LogitSummary.Summarise(logits)).Message,
            StringComparison.Ordinal
        );
}
