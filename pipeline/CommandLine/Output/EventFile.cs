using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Writes events as JSON lines, each one flushed, so that any tool can follow a run. A disk that fills up ends the file, not the
/// run.</summary>
internal sealed class EventFile : IRunObserver, IDisposable
{
    private static readonly JsonSerializerOptions _layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private StreamWriter? _writer;

    /// <summary>Opens the file anew.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public EventFile(string path)
    {
        try
        {
            _writer = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"--json '{path}' cannot be written: {error.Message}", error);
        }
    }

    public void On(RunEvent happened)
    {
        try
        {
            _writer?.WriteLine(JsonSerializer.Serialize(happened, _layout));
        }
        catch (IOException)
        {
            _writer = null;
        }
    }

    public void Dispose() => _writer?.Dispose();
}
