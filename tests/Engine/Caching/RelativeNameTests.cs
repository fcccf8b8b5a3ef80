using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

public sealed class RelativeNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("a/b.c")]
    [InlineData("..a/b..")]
    [InlineData(".hidden")]
    [InlineData("ä b")]
    public void A_name_below_is_inside(string name) => Assert.True(RelativeName.IsInside(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a\\..\\b")]
    [InlineData("a\0b")]
    public void A_name_that_leads_elsewhere_is_not(string name) => Assert.False(RelativeName.IsInside(name));
}
