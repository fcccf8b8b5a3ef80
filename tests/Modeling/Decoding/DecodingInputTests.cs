using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Models;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>What engines and scorers are not to read.</summary>
public sealed class DecodingInputTests
{
    private static readonly ModelConfiguration _ten = new()
    {
        VocabularySize = 10,
        HiddenSize = 4,
        IntermediateSize = 4,
        Layers = 1,
        Heads = 1,
        KeyValueHeads = 1,
        HeadDimension = 4,
    };

    [Fact]
    public void Every_slot_may_gain_tokens_once()
    {
        DecodingInput.Require([Adding(0, 0), Adding(2, 9, 9)], 3, _ten);
        DecodingInput.Require([], 3, _ten);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_slot_that_is_not_there_is_refused(int slot) =>
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([Adding(slot, 1)], 3, _ten));

    [Fact]
    public void A_slot_that_is_there_twice_or_gains_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([Adding(1, 1), Adding(0, 1), Adding(1, 1)], 3, _ten));
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([Adding(1)], 3, _ten));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void A_token_that_is_none_of_the_models_is_refused_wherever_it_stands(int token)
    {
        Assert.Throws<InvalidDataException>(() => DecodingInput.Require([Adding(0, 1, token)], 3, _ten));
        Assert.Throws<InvalidDataException>(() => DecodingInput.Require([([1], [2]), ([1, token], [2])], _ten));
        Assert.Throws<InvalidDataException>(() => DecodingInput.Require([([1], [2]), ([1], [2, token])], _ten));
        DecodingInput.Require([([0], [9])], _ten);
    }

    [Fact]
    public void Pairs_are_some_and_neither_side_is_empty()
    {
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([], _ten));
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([([1], [2]), ([], [2])], _ten));
        Assert.Throws<ArgumentException>(() => DecodingInput.Require([([1], [2]), ([1], [])], _ten));
    }

    private static SlotTokens Adding(int slot, params int[] tokens) => new(slot, tokens);
}
