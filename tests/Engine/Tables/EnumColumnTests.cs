using System.Text.Json.Serialization;
using CsCheck;
using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Tables;

public sealed class EnumColumnTests
{
    private static readonly Gen<Shade> _shade = Gen.Enum<Shade>();

    private static readonly Gen<Shade?> _maybe = Gen.Bool.SelectMany(present =>
        present ? _shade.Select(shade => (Shade?)shade) : Gen.Const((Shade?)null)
    );

    private static readonly Gen<ShadeRow> _row =
        from plain in _shade
        from optional in _maybe
        from emptied in _maybe
        from list in _shade.Array[0, 4]
        from gaps in _maybe.Array[0, 4]
        select new ShadeRow
        {
            Plain = plain,
            Optional = optional,
            Emptied = emptied,
            List = list,
            Gaps = gaps,
        };

    [Fact]
    public async Task Rows_come_back_as_they_were_written() =>
        await _row.List[0, 40]
            .SampleAsync(
                async rows =>
                {
                    using var folder = new TemporaryFolder();
                    await TableFile.WriteAsync(folder.PathOf("t.parquet"), rows, CancellationToken.None);

                    var read = await TableFile.ReadAsync<ShadeRow>(folder.PathOf("t.parquet"), CancellationToken.None);

                    Assert.Equivalent(rows, read, strict: true);
                },
                iter: 60
            );

    [Fact]
    public async Task Words_are_written_as_the_same_texts_are_byte_for_byte() =>
        await _row.List[0, 40]
            .SampleAsync(
                async rows =>
                {
                    using var folder = new TemporaryFolder();
                    await TableFile.WriteAsync(folder.PathOf("enum.parquet"), rows, CancellationToken.None);
                    await TableFile.WriteAsync(folder.PathOf("text.parquet"), rows.ConvertAll(Texts), CancellationToken.None);

                    Assert.Equal(
                        await File.ReadAllBytesAsync(folder.PathOf("text.parquet"), CancellationToken.None),
                        await File.ReadAllBytesAsync(folder.PathOf("enum.parquet"), CancellationToken.None)
                    );
                },
                iter: 60
            );

    [Fact]
    public async Task A_reader_without_the_record_sees_the_words()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("t.parquet");
        await TableFile.WriteAsync(
            path,
            [
                new ShadeRow
                {
                    Plain = Shade.VeryDark,
                    List = [Shade.Light],
                    Gaps = [null],
                },
            ],
            CancellationToken.None
        );

        var row = (await UntypedTable.ReadAsync(path, CancellationToken.None)).Rows[0];

        Assert.Equal("very_dark", row["Plain"]);
        Assert.Null(row.GetValueOrDefault("Optional"));
        Assert.Equal("", row["Emptied"]);
        Assert.Equal<string>(["pale blue"], (string[])row["List"]!);
        Assert.Equal<string>([""], (string[])row["Gaps"]!);
    }

    [Theory]
    [InlineData("Plain", "Light", "'pale blue', 'very_dark', 'grey'")]
    [InlineData("Plain", "", "'pale blue', 'very_dark', 'grey'")]
    [InlineData("Optional", "", "'pale blue', 'very_dark', 'grey'")]
    [InlineData("Optional", "1", "'pale blue', 'very_dark', 'grey'")]
    [InlineData("Emptied", "gray", "'pale blue', 'very_dark', 'grey', ''")]
    [InlineData("List", "VERY_DARK", "'pale blue', 'very_dark', 'grey'")]
    [InlineData("Gaps", "very-dark", "'pale blue', 'very_dark', 'grey', ''")]
    public async Task A_text_that_is_no_word_of_the_column_is_an_error_that_says_where_it_stands_and_what_may(
        string column,
        string found,
        string allowed
    )
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("t.parquet");
        var rows = Enumerable.Range(0, 5000).Select(_ => Texts(new ShadeRow { List = [Shade.Grey], Gaps = [null] })).ToList();
        var wrong = rows[4321];
        switch (column)
        {
            case "Plain":
                wrong.Plain = found;
                break;
            case "Optional":
                wrong.Optional = found;
                break;
            case "Emptied":
                wrong.Emptied = found;
                break;
            case "List":
                wrong.List = ["grey", found];
                break;
            default:
                wrong.Gaps = ["", found];
                break;
        }

        await TableFile.WriteAsync(path, rows, CancellationToken.None);

        var error = await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<ShadeRow>(path, CancellationToken.None));

        Assert.Equal(
            $"{path}: column '{column}' is '{found}' in row 4322; allowed: {allowed}. If it lies in the cache, remove its folder and run "
                + "again: it is made anew.",
            error.Message
        );
    }

    [Fact]
    public async Task A_number_that_is_no_member_is_not_written()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            TableFile.WriteAsync(folder.PathOf("t.parquet"), [new ShadeRow { Plain = (Shade)7 }], CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_null_among_words_is_not_written_where_the_empty_text_does_not_stand_for_it()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TableFile.WriteAsync(folder.PathOf("t.parquet"), [new GapRow { Gaps = [Shade.Grey, null] }], CancellationToken.None)
        );

        Assert.Equal("GapRow.Gaps holds a null.", error.Message);
    }

    private static TextRow Texts(ShadeRow row) =>
        new()
        {
            Plain = Word(row.Plain),
            Optional = row.Optional is { } optional ? Word(optional) : null,
            Emptied = row.Emptied is { } emptied ? Word(emptied) : "",
            List = Array.ConvertAll(row.List, Word),
            Gaps = Array.ConvertAll(row.Gaps, shade => shade is { } present ? Word(present) : ""),
        };

    private static string Word(Shade shade) =>
        shade switch
        {
            Shade.Light => "pale blue",
            Shade.VeryDark => "very_dark",
            _ => "grey",
        };

    public enum Shade
    {
        [JsonStringEnumMemberName("pale blue")]
        Light,
        VeryDark,
        Grey,
    }

    public sealed class ShadeRow
    {
        public Shade Plain { get; set; }

        public Shade? Optional { get; set; }

        [EmptyWhenNull]
        public Shade? Emptied { get; set; }

        public Shade[] List { get; set; } = [];

        [EmptyWhenNull]
        public Shade?[] Gaps { get; set; } = [];
    }

    public sealed class GapRow
    {
        public Shade?[] Gaps { get; set; } = [];
    }

    public sealed class TextRow
    {
        public string Plain { get; set; } = "";

        public string? Optional { get; set; }

        public string Emptied { get; set; } = "";

        public string[] List { get; set; } = [];

        public string[] Gaps { get; set; } = [];
    }
}
