namespace Pipeline.Engine.Configuration;

/// <summary>The place that a setting was written at.</summary>
/// <param name="Source">The file or override.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
public sealed record SourcePosition(ConfigurationSource Source, int Line, int Column)
{
    /// <summary><c>pipeline.yaml:12:5</c>, or the override as it was typed.</summary>
    public override string ToString() =>
        Source.HasLines
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Source.Display}:{Line}:{Column}")
            : Source.Display;
}
