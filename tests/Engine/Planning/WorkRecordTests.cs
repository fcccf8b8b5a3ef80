using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Planning;

/// <summary>What making artifacts took stays with the runs that made them.</summary>
public sealed class WorkRecordTests : IDisposable
{
    private static readonly string _fingerprint = new('a', 64);
    private static readonly UnitWork _work = new(
        "shift",
        _fingerprint,
        1.25,
        new DateTimeOffset(2026, 11, 30, 12, 0, 1, 500, TimeSpan.Zero),
        "a processor \"x\""
    );

    private readonly TemporaryFolder _folder = new();

    private string Lines => Path.Combine(_folder.Root, "mine", WorkRecord.FileName);

    [Fact]
    public void What_was_noted_is_read_again()
    {
        Load("mine").Note(_work);

        Assert.Equal(_work, Load("mine").Find("shift", _fingerprint));
        Assert.Null(Load("mine").Find("embed", _fingerprint));
        Assert.Null(Load("mine").Find("shift", new string('b', 64)));
    }

    [Fact]
    public void The_last_note_counts()
    {
        Load("mine").Note(_work);
        Load("mine").Note(_work with { Seconds = 9 });

        Assert.Equal(9, Load("mine").Find("shift", _fingerprint)!.Seconds);
    }

    [Fact]
    public void What_another_run_made_is_found_and_kept()
    {
        Load("tasks/7").Note(_work);
        Assert.Equal(_work, Load("mine").Find("shift", _fingerprint));
        Directory.Delete(_folder.PathOf("tasks"), recursive: true);

        Assert.Equal(_work, Load("mine").Find("shift", _fingerprint));
    }

    [Fact]
    public void A_damaged_line_is_no_line()
    {
        Load("mine").Note(_work);
        var text = File.ReadAllText(Lines);
        File.WriteAllText(Lines, text.Replace("1.25", "2.25", StringComparison.Ordinal));
        Assert.Null(Load("mine").Find("shift", _fingerprint));

        File.WriteAllText(Lines, "[]\nnull\n{\"seal\":1}\n\u0000\n" + text[..(text.Length / 2)]);
        Assert.Null(Load("mine").Find("shift", _fingerprint));

        // What comes after a line that was cut off is whole.
        Load("mine").Note(_work);
        Assert.Equal(_work, Load("mine").Find("shift", _fingerprint));
    }

    [Fact]
    public void Two_processes_may_note_at_once()
    {
        var (one, other) = (Load("mine"), Load("mine"));
        Parallel.For(
            0,
            100,
            i =>
                (i % 2 == 0 ? one : other).Note(
                    _work with
                    {
                        Fingerprint = i.ToString("D64", System.Globalization.CultureInfo.InvariantCulture),
                    }
                )
        );

        Assert.Equal(100, File.ReadAllLines(Lines).Count(line => line.Length > 0));
    }

    [Fact]
    public void A_record_that_cannot_be_written_costs_the_facts_alone()
    {
        File.WriteAllText(_folder.PathOf("mine"), "a file where the folder should be");
        var record = Load("mine");
        record.Note(_work);

        Assert.Equal(_work, record.Find("shift", _fingerprint));
        Assert.Null(Load("mine").Find("shift", _fingerprint));
    }

    public void Dispose() => _folder.Dispose();

    private WorkRecord Load(string run) => WorkRecord.Load(_folder.Root, run);
}
