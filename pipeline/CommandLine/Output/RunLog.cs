using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>The run's log: everything as compact JSON in <c>log.jsonl</c>, warnings also as plain lines on the console.</summary>
internal static class RunLog
{
    public const string FileName = "log.jsonl";

    public static Logger Open(string runFolder, IRunConsole console)
    {
        try
        {
            Directory.CreateDirectory(runFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the run's folder '{runFolder}' cannot be made: {error.Message}", error);
        }

        return new LoggerConfiguration()
            .WriteTo.File(new CompactJsonFormatter(), Path.Combine(runFolder, FileName), shared: true)
            .WriteTo.Sink(new WarningSink(console))
            .CreateLogger();
    }

    /// <summary>Errors are printed by the command that ends with them, so only warnings go to the console here.</summary>
    private sealed class WarningSink(IRunConsole console) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            if (logEvent.Level == LogEventLevel.Warning)
            {
                console.Say("warning: " + logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
