using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Writes events as JSON lines, each one flushed, so that any tool can follow a run. A disk that fills up ends the file, not the
/// run, which says so once.</summary>
internal sealed class EventFile : IRunObserver, IDisposable
{
    private static readonly JsonSerializerOptions _layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly Action<string> _warn;
    private StreamWriter? _writer;

    /// <summary>Opens the file anew.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="warn">Takes what is to be said when events can be written no longer.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public EventFile(string path, Action<string> warn)
    {
        (_path, _warn) = (path, warn);
        try
        {
            _writer = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"--json '{path}' cannot be written: {ErrorText.FindCause(error)}", error);
        }
    }

    public void On(RunEvent happened)
    {
        try
        {
            _writer?.WriteLine(JsonSerializer.Serialize(happened, _layout));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Drop();
            _warn(
                $"--json '{_path}' can be written no longer: {ErrorText.FindCause(error)}. The run goes on; its events from here on are lost."
            );
        }
    }

    public void Dispose() => Drop();

    private void Drop()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written before cannot be written now.
        }

        _writer = null;
    }
}
