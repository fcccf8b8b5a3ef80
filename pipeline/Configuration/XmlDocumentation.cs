using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads summaries from the XML documentation file that lies beside an assembly; without one there are no descriptions.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<Assembly, Dictionary<string, string>> _summaries = [];

    public string? Summary(PropertyInfo property) =>
        Read(property.DeclaringType!.Assembly).GetValueOrDefault($"P:{NameOf(property.DeclaringType)}.{property.Name}");

    public string? Summary(Type type) => Read(type.Assembly).GetValueOrDefault($"T:{NameOf(type)}");

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private Dictionary<string, string> Read(Assembly assembly)
    {
        if (!_summaries.TryGetValue(assembly, out var summaries))
        {
            _summaries[assembly] = summaries = Read(Path.ChangeExtension(assembly.Location, ".xml"));
        }

        return summaries;
    }

    private static Dictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            var members = XDocument.Load(path).Descendants("member");
            return members
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(
                    member => member.Attribute("name")?.Value ?? "",
                    member => Text(member.Element("summary")!),
                    StringComparer.Ordinal
                );
        }
        catch (Exception error) when (error is XmlException or IOException or ArgumentException)
        {
            return [];
        }
    }

    private static string Text(XElement element)
    {
        var words = element
            .Nodes()
            .Select(node =>
                node switch
                {
                    XText text => text.Value,
                    XElement { Name.LocalName: "see" or "seealso" or "paramref" } reference => Reference(reference),
                    XElement inner => Text(inner),
                    _ => "",
                }
            );
        return string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Reference(XElement element)
    {
        var target = (element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name"))?.Value ?? element.Value;
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) ? KeyNames.ToKey(name) : name;
    }
}
