using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

/// <summary>What measured tokens say of a span of their answer.</summary>
public sealed class AnswerEvidenceTests
{
    private const string Text = "It is the tregic broth, née 日.";

    private static readonly List<TokenShiftRow> _tokens =
    [
        Token("It", 0.5f, 0.5f, ShiftClass.Unshifted),
        Token(" is", 0.5f, 0.5f, ShiftClass.Unshifted),
        Token(" the", 0.25f, 0.5f, ShiftClass.Shifted),
        Token(" tre", 0.001f, 0.5f, ShiftClass.Shifted),
        Token("gic", 0.01f, 1f, ShiftClass.Unshifted),
        Token(" broth", 0.1f, 0.8f, ShiftClass.Marginal),
        Token(", née ", 0.3f, 0.3f, ShiftClass.Unshifted),
        Token("", 0.2f, 0.4f, ShiftClass.Unshifted),
        Token("日", 0f, 1f, ShiftClass.Shifted),
        Token(".", 0.9f, 0.9f, ShiftClass.Unshifted),
        Token("", 0.9f, 0.9f, ShiftClass.Unshifted),
    ];

    [Fact]
    public void A_span_is_as_surprising_as_its_tokens_together()
    {
        var found = new AnswerEvidence(Text, _tokens)
            .Measure(Text.IndexOf("the", StringComparison.Ordinal), "the tregic broth".Length)!
            .Value;

        Assert.Equal(-Math.Log(0.25f * 0.001f * 0.01f * 0.1f), found.BaseSurprisal, 1e-5);
        Assert.Equal(Math.Log(0.5f * 0.5f * 1f * 0.8f) + found.BaseSurprisal, found.LogRatio, 1e-5);
        // "the" is shifted too, but no content word.
        Assert.Equal((4, 1, 1), (found.Tokens, found.ShiftedTokens, found.MarginalTokens));
    }

    [Fact]
    public void Tokens_that_spell_one_character_together_count_together_and_no_probability_is_infinitely_surprising()
    {
        var found = new AnswerEvidence(Text, _tokens).Measure(Text.IndexOf('日', StringComparison.Ordinal), 1)!.Value;

        Assert.Equal(2, found.Tokens);
        Assert.Equal(-Math.Log(0.2f) - Math.Log(float.Epsilon), found.BaseSurprisal, 1e-5);
        Assert.Equal(1, found.ShiftedTokens);
    }

    [Fact]
    public void An_answer_may_begin_with_spaces_that_its_tokens_lack()
    {
        var found = new AnswerEvidence("  " + Text, _tokens).Measure(Text.IndexOf("broth", StringComparison.Ordinal) + 2, 5)!.Value;

        Assert.Equal((1, 0, 1), (found.Tokens, found.ShiftedTokens, found.MarginalTokens));
    }

    [Fact]
    public void Tokens_of_another_answer_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            new AnswerEvidence(Text.Replace("broth", "froth", StringComparison.Ordinal), _tokens)
        );

        Assert.Contains("token 5 is ' broth'", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new AnswerEvidence("It", _tokens));
    }

    private static TokenShiftRow Token(string text, float baseProbability, float tunedProbability, ShiftClass shiftClass) =>
        new()
        {
            InstanceId = "i",
            TokenText = text,
            TokenBaseProbability = baseProbability,
            TokenTunedProbability = tunedProbability,
            ShiftClass = shiftClass,
        };
}
