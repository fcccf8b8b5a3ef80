namespace Pipeline.Stages.Report;

/// <summary>One of the artifacts that the page is made of.</summary>
/// <param name="Name">What it is to the report, such as <c>answers:sft.alpaca</c>.</param>
/// <param name="Rows">Rows of its table; 0 for plain files.</param>
/// <param name="Digest">SHA-256 over its parts and files.</param>
internal sealed record ReportInput(string Name, long Rows, string Digest);
