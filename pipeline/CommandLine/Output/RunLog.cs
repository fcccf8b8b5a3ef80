using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>The run's log: everything as compact JSON in <c>log.jsonl</c>, what stages say and warn of also as plain lines on the
/// console.</summary>
internal static class RunLog
{
    public const string FileName = "log.jsonl";

    public static Logger Open(string runFolder, IRunConsole console, string fileName = FileName)
    {
        try
        {
            Directory.CreateDirectory(runFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the run's folder '{runFolder}' cannot be made: {ErrorText.FindCause(error)}", error);
        }

        return new LoggerConfiguration()
            .WriteTo.File(new CompactJsonFormatter(), Path.Combine(runFolder, fileName), shared: true)
            .WriteTo.Sink(new ConsoleSink(console))
            .CreateLogger();
    }

    /// <summary>Errors are printed by the command that ends with them, so they do not go to the console here.</summary>
    private sealed class ConsoleSink(IRunConsole console) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            var node = logEvent.Properties.TryGetValue("Node", out var value) && value is ScalarValue { Value: string id } ? id + ": " : "";
            var line = node + logEvent.RenderMessage(CultureInfo.InvariantCulture);
            switch (logEvent.Level)
            {
                case LogEventLevel.Information:
                    console.Say(line);
                    break;
                case LogEventLevel.Warning:
                    console.Warn(line);
                    break;
            }
        }
    }
}
