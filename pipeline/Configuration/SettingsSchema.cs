using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// Writes the JSON schema (draft 2020-12) of a settings record, so that editors complete and check the YAML. Keys, types, ranges and
/// defaults come from the record, descriptions from its XML documentation; the same record always gives the same text.
/// </summary>
internal sealed class SettingsSchema
{
    private static readonly JsonSerializerOptions _layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly XmlDocumentation _documentation = new();
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];

    private SettingsSchema() { }

    /// <summary>The schema's text, ending with a line feed.</summary>
    public static string Write(Type settingsType)
    {
        var schema = new SettingsSchema();
        var root = schema.RecordSchema(SettingsShape.Get(settingsType));
        var properties = root["properties"]!.AsObject();
        properties.Insert(
            0,
            IncludeReader.Key,
            new JsonObject
            {
                ["description"] = "YAML files merged below this one, later ones over earlier ones; paths are relative to this file.",
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "string" },
                    ListSchema(new JsonObject { ["type"] = "string" }, new ItemsAttribute())
                ),
            }
        );
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        if (schema._definitions.Count > 0)
        {
            root["$defs"] = new JsonObject(schema._definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return root.ToJsonString(_layout) + "\n";
    }

    private JsonObject RecordSchema(SettingsShape shape)
    {
        var defaults = shape.Create();
        var properties = new JsonObject();
        foreach (var property in shape.Properties)
        {
            properties[property.Key] = PropertySchema(property, property.Property.GetValue(defaults));
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (_documentation.Summary(shape.Type) is { } summary)
        {
            schema["description"] = summary;
        }

        schema["properties"] = properties;
        var required = shape.Properties.Where(property => property.Required).Select(property => (JsonNode?)property.Key).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject PropertySchema(SettingProperty property, object? value)
    {
        var schema = TypeSchema(property.Type, property);
        if (property.AcceptsNull)
        {
            schema =
                schema["type"] is JsonValue name && schema["enum"] is null
                    ? With(schema, "type", new JsonArray(name.GetValue<string>(), "null"))
                    : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (_documentation.Summary(property.Property) is { } summary)
        {
            schema.Insert(0, "description", summary);
        }

        if (!property.Required && Default(value) is { } preset)
        {
            schema["default"] = preset;
        }

        return schema;
    }

    private JsonObject TypeSchema(Type declared, SettingProperty property)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (SettingKind.IsScalar(type))
        {
            return ScalarSchema(type, property);
        }

        if (SettingKind.IsList(type, out var element))
        {
            var item = TypeSchema(element, property);
            if (element == typeof(string) && !property.Items.MayBeEmptyText)
            {
                item["minLength"] = 1;
            }

            return SettingKind.IsScalar(element)
                ? new JsonObject { ["anyOf"] = new JsonArray(item, ListSchema(item.DeepClone(), property.Items)) }
                : ListSchema(item, property.Items);
        }

        return SettingKind.IsDictionary(type, out var value)
            ? new JsonObject { ["type"] = "object", ["additionalProperties"] = TypeSchema(value, property) }
            : new JsonObject { ["$ref"] = "#/$defs/" + Define(type) };
    }

    private static JsonObject ScalarSchema(Type type, SettingProperty property)
    {
        if (type.IsEnum)
        {
            return new JsonObject { ["enum"] = new JsonArray([.. Vocabulary.ListWords(type).Select(key => (JsonNode?)key)]) };
        }

        var name =
            type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(double) || type == typeof(float) ? "number"
            : "string";
        var schema = new JsonObject { ["type"] = name };
        if (property.Allowed is { } allowed && type == typeof(string))
        {
            schema["enum"] = new JsonArray([.. allowed.Select(text => (JsonNode?)text)]);
        }

        if (property.Range is { } range && (name == "integer" || name == "number"))
        {
            AddLimit(schema, range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", range.Minimum);
            AddLimit(schema, range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", range.Maximum);
        }

        return schema;
    }

    private static void AddLimit(JsonObject schema, string key, object limit)
    {
        if (!ScalarBinder.IsOpen(limit))
        {
            schema[key] = JsonSerializer.SerializeToNode(limit);
        }
    }

    private static JsonObject ListSchema(JsonNode item, ItemsAttribute rules)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item };
        if (rules.Least > 0)
        {
            schema["minItems"] = rules.Least;
        }

        if (!rules.MayRepeat)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }

    private static JsonObject With(JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }

    private string Define(Type type)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            name = _names.ContainsValue(type.Name) ? type.FullName!.Replace('+', '.') : type.Name;
            _names[type] = name;
            _definitions[name] = [];
            _definitions[name] = RecordSchema(SettingsShape.Get(type));
        }

        return name;
    }

    private static JsonNode? Default(object? value) =>
        value switch
        {
            null => null,
            SettingPath path => path.Spelled,
            Enum member => Vocabulary.Spell(member.GetType(), member.ToString()),
            string or bool or int or long or float or double => JsonSerializer.SerializeToNode(value),
            System.Collections.IDictionary => null,
            System.Collections.IEnumerable list => ListDefault(list),
            _ => null,
        };

    private static JsonArray? ListDefault(System.Collections.IEnumerable list)
    {
        var items = list.Cast<object?>().Select(Default).ToArray();
        return items.Any(item => item is null) ? null : new JsonArray(items);
    }
}
