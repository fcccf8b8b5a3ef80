using System.Globalization;

namespace Pipeline.Engine.Configuration;

/// <summary>Turns one YAML scalar into a text, truth value, number, enum member or path, as YAML 1.2 reads them.</summary>
internal static class ScalarBinder
{
    public static object Bind(ScalarNode node, Type type, string path, SettingProperty? property)
    {
        var value = Parse(node, type, path) ?? throw Wrong(node, path, Expected(type, property));
        if (property?.Range is { } range && !InRange(range, value))
        {
            throw Wrong(node, path, Expected(type, property));
        }

        return value switch
        {
            string text when property?.Allowed is { } allowed && !allowed.Contains(text, StringComparer.Ordinal) =>
                throw new InputException($"{node.Position}: {path} is {node.Describe()}; {NearestKey.Advice(text, allowed, "allowed")}"),
            SettingPath setting => Checked(setting, path, property?.Path),
            _ => value,
        };
    }

    /// <summary>What a value of that type must look like, for messages.</summary>
    public static string Expected(Type type, SettingProperty? property)
    {
        var range = property?.Range is { } limits ? RangeText(limits) : "";
        return type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number" + range
            : type == typeof(double) || type == typeof(float) ? "a number" + range
            : type.IsEnum ? "one of " + string.Join(", ", Vocabulary.ListWords(type))
            : type == typeof(SettingPath) ? "a path"
            : "a text";
    }

    /// <summary>Whether a limit is so far out that it is none.</summary>
    public static bool IsOpen(object limit) => double.IsInfinity(Number(limit)) || Math.Abs(Number(limit)) >= int.MaxValue;

    private static object? Parse(ScalarNode node, Type type, string path)
    {
        var invariant = CultureInfo.InvariantCulture;
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (type == typeof(string))
        {
            return node.Text;
        }

        if (type == typeof(SettingPath))
        {
            return new SettingPath(node.Text, PathExpansion.Resolve(node.Text, node.Position), node.Position);
        }

        if (type.IsEnum)
        {
            var spelled = node.Text.Replace('-', '_');
            var name = Enum.GetNames(type)
                .FirstOrDefault(name => Vocabulary.Spell(type, name).Equals(spelled, StringComparison.OrdinalIgnoreCase));
            return name is null
                ? throw new InputException(
                    $"{node.Position}: {path} is {node.Describe()}; " + NearestKey.Advice(node.Text, Vocabulary.ListWords(type), "allowed")
                )
                : Enum.Parse(type, name);
        }

        if (node.Quoted)
        {
            return null;
        }

        return type == typeof(bool)
                ? node.Text switch
                {
                    "true" or "True" or "TRUE" => true,
                    "false" or "False" or "FALSE" => false,
                    _ => null,
                }
            : type == typeof(int)
                ? int.TryParse(node.Text, Whole, invariant, out var small) ? small
                    : null
            : type == typeof(long)
                ? long.TryParse(node.Text, Whole, invariant, out var large) ? large
                    : null
            : type == typeof(float)
                ? float.TryParse(node.Text, Real, invariant, out var single) && float.IsFinite(single) ? single
                    : null
            : double.TryParse(node.Text, Real, invariant, out var real) && double.IsFinite(real) ? real
            : (object?)null;
    }

    private static InputException Wrong(ScalarNode node, string path, string expected) =>
        new($"{node.Position}: {path} is {node.Describe()}{(node.Quoted ? " (a quoted text)" : "")}; expected {expected}");

    private static SettingPath Checked(SettingPath setting, string path, PathSettingAttribute? rule)
    {
        var found = (rule?.Kind ?? PathKind.Any) switch
        {
            PathKind.File => File.Exists(setting.Absolute),
            PathKind.Folder => Directory.Exists(setting.Absolute),
            _ => Path.Exists(setting.Absolute),
        };
        if (found || rule is { MayBeAbsent: true })
        {
            return setting;
        }

        var what = rule?.Kind switch
        {
            PathKind.File => "no such file",
            PathKind.Folder => "no such folder",
            _ => "no such file or folder",
        };
        throw new InputException(
            $"{setting.Position}: {path} is {Quotation.Quote(setting.Spelled)}; {what}: "
                + $"{setting.Absolute}{(rule?.Advice is { } advice ? $". {advice}" : "")}"
        );
    }

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static bool InRange(System.ComponentModel.DataAnnotations.RangeAttribute range, object value)
    {
        var (number, low, high) = (Number(value), Number(range.Minimum), Number(range.Maximum));
        return (range.MinimumIsExclusive ? number > low : number >= low) && (range.MaximumIsExclusive ? number < high : number <= high);
    }

    private static string RangeText(System.ComponentModel.DataAnnotations.RangeAttribute range)
    {
        var (low, high) = (Number(range.Minimum), Number(range.Maximum));
        var above = string.Create(CultureInfo.InvariantCulture, $"{(range.MinimumIsExclusive ? "above" : "at least")} {low}");
        var below = string.Create(CultureInfo.InvariantCulture, $"{(range.MaximumIsExclusive ? "below" : "at most")} {high}");
        return (IsOpen(low), IsOpen(high)) switch
        {
            (true, true) => "",
            (false, true) => ", " + above,
            (true, false) => ", " + below,
            _ when !range.MinimumIsExclusive && !range.MaximumIsExclusive => string.Create(
                CultureInfo.InvariantCulture,
                $" from {low} to {high}"
            ),
            _ => $", {above} and {below}",
        };
    }
}
