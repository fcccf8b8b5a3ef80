using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Planning;

/// <summary>
/// What making the artifacts of a run took, <c>runs/&lt;name&gt;/work.jsonl</c>: one sealed line for each that was computed, appended to,
/// so that a later run that finds them in the cache can still say it. Losing it costs these facts only. What another run of the same folder
/// made is looked up there and kept here too.
/// </summary>
internal sealed class WorkRecord
{
    /// <summary>The record's file name.</summary>
    public const string FileName = "work.jsonl";

    /// <summary>Some hundred thousand lines; what is longer is none of ours and is not read into memory.</summary>
    private const long MostBytes = 64 << 20;

    private const int Attempts = 50;

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(20);
    private static readonly EnumerationOptions _below = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stage, string Fingerprint), UnitWork> _own;
    private readonly Lazy<Dictionary<(string Stage, string Fingerprint), UnitWork>> _others;

    private WorkRecord(string runsFolder, string path)
    {
        _path = path;
        _own = ByArtifact(Read(path));
        _others = new(() => ByArtifact(RecordsBelow(runsFolder).Where(other => other != path).SelectMany(Read)));
    }

    /// <summary>Reads the record of a run; lines that are damaged are left out.</summary>
    public static WorkRecord Load(string runsFolder, string run) =>
        new(runsFolder, Path.GetFullPath(Path.Combine(runsFolder, run, FileName)));

    /// <summary>What making an artifact took, in this run, an earlier one or another one of the folder; null where no record
    /// says.</summary>
    public UnitWork? Find(string stage, string fingerprint)
    {
        lock (_lock)
        {
            if (_own.TryGetValue((stage, fingerprint), out var own))
            {
                return own;
            }

            if (!_others.Value.TryGetValue((stage, fingerprint), out var other))
            {
                return null;
            }

            Keep(other);
            return other;
        }
    }

    /// <summary>Notes what was made.</summary>
    public void Note(UnitWork work)
    {
        lock (_lock)
        {
            Keep(work);
        }
    }

    private void Keep(UnitWork work)
    {
        _own[(work.Stage, work.Fingerprint)] = work;
        var line = new JsonObject
        {
            ["stage"] = work.Stage,
            ["fingerprint"] = work.Fingerprint,
            ["seconds"] = work.Seconds,
            ["made"] = work.Made.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["processor"] = work.Processor,
        };
        // The line feed before it ends a line that a killed process left unfinished.
        Append($"\n{SealedRecord.ToLine(line)}\n");
    }

    /// <summary>Appends while nobody else does: several processes may share a run. Facts that cannot be written are lost, the work is
    /// not.</summary>
    private void Append(string text)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.None);
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                return;
            }
            catch (IOException error) when (LockFile.IsHeld(error))
            {
                Thread.Sleep(_retry);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    private static IEnumerable<string> RecordsBelow(string runsFolder) =>
        Directory.Exists(runsFolder)
            ? Directory.EnumerateFiles(Path.GetFullPath(runsFolder), FileName, _below).Order(StringComparer.Ordinal)
            : [];

    private static Dictionary<(string Stage, string Fingerprint), UnitWork> ByArtifact(IEnumerable<UnitWork> works)
    {
        var known = new Dictionary<(string, string), UnitWork>();
        foreach (var work in works)
        {
            known[(work.Stage, work.Fingerprint)] = work;
        }

        return known;
    }

    /// <summary>The lines of a record; none for what is no plain file of a bearable length.</summary>
    private static IEnumerable<UnitWork> Read(string path)
    {
        try
        {
            // Pipes and devices have no length.
            return new FileInfo(path) is { Exists: true, Length: > 0 and <= MostBytes }
                ? File.ReadAllLines(path).Select(Parse).OfType<UnitWork>().ToList()
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The work that a line tells of; null where it is not what was written.</summary>
    private static UnitWork? Parse(string line)
    {
        if (line.Length == 0)
        {
            return null;
        }

        try
        {
            return SealedRecord.Parse(line).Content is { } root
                ? new UnitWork(
                    (string)root["stage"]!,
                    (string)root["fingerprint"]!,
                    (double)root["seconds"]!,
                    DateTimeOffset.Parse((string)root["made"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                    (string)root["processor"]!
                )
                : null;
        }
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
