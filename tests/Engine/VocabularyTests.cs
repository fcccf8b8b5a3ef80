using System.Text.Json.Serialization;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.Engine;

public sealed class VocabularyTests
{
    /// <summary>Every enum of the program.</summary>
    public static TheoryData<Type> Enums =>
        new(
            ((Type[])[typeof(InputException), typeof(Words), typeof(ReportStage), typeof(PipelineSettings)])
                .SelectMany(type => type.Assembly.GetTypes())
                .Where(type => type is { IsEnum: true, IsNested: false })
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
        );

    [Fact]
    public void A_member_is_spelled_in_snake_case_or_as_it_asks_for() =>
        Assert.Equal(["held_out", "top_k_kl", "at least"], Enum.GetValues<Sample>().Select(member => member.Spell()));

    [Fact]
    public void Only_a_word_as_it_is_spelled_is_read()
    {
        Assert.True(Vocabulary<Sample>.TryRead("at least", out var member));
        Assert.Equal(Sample.AtLeast, member);
        Assert.All(["", "HeldOut", "HELD_OUT", "held-out", "AtLeast", "0"], word => Assert.False(Vocabulary<Sample>.TryRead(word, out _)));
    }

    [Fact]
    public void What_is_no_member_has_no_word() => Assert.Throws<ArgumentOutOfRangeException>(() => ((Sample)3).Spell());

    /// <summary>Tables, YAML and fingerprints spell alike, so that a setting can be found again in a table.</summary>
    [Theory]
    [MemberData(nameof(Enums))]
    public void Fingerprints_spell_every_enum_as_tables_and_settings_do(Type type)
    {
        var words = Vocabulary.ListWords(type);

        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            words,
            Enum.GetValues(type).Cast<object>().Select(member => (string?)CanonicalJson.Serialize(new { member })["member"])
        );
    }

    private enum Sample
    {
        HeldOut,
        TopKKl,

        [JsonStringEnumMemberName("at least")]
        AtLeast,
    }
}
