using System.Text;

namespace Pipeline.Engine.Configuration;

/// <summary>Names of settings: <c>MaxNewTokens</c> in C# is <c>max_new_tokens</c> in YAML.</summary>
internal static class KeyNames
{
    /// <summary>The YAML key of a property.</summary>
    public static string ToKey(string name)
    {
        var key = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            var startsWord =
                char.IsUpper(name[index])
                && index > 0
                && name[index - 1] != '_'
                && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
            if (startsWord)
            {
                key.Append('_');
            }

            key.Append(char.ToLowerInvariant(name[index]));
        }

        return key.ToString();
    }

    /// <summary>The form in which two spellings of one name are equal: lower case, no <c>_</c> and no <c>-</c>.</summary>
    internal static string Fold(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>A dotted path extended by one key.</summary>
    internal static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
}
