using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Engine.Dataflow;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>docs/command-line.md lists every event with its fields, in their order.</summary>
public sealed class EventsDocumentTests
{
    [Fact]
    public void Document_lists_every_event()
    {
        var document = File.ReadAllText(Repository.PathOf("docs", "command-line.md"));
        var kinds = typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();

        Assert.NotEmpty(kinds);
        Assert.All(
            kinds,
            kind =>
            {
                var fields = kind
                    .DerivedType.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    .Where(property => property.CanWrite)
                    .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
                var row = document.Split('\n').Single(line => line.StartsWith($"| `{kind.TypeDiscriminator}` |", StringComparison.Ordinal));
                Assert.Equal(
                    fields,
                    row.Split('|')[2]
                        .Split(", ")
                        .Select(cell => cell.Split('`'))
                        .Where(cell => cell.Length > 1 && char.IsLower(cell[1][0]))
                        .Select(cell => cell[1])
                );
            }
        );
    }
}
