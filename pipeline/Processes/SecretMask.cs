using System.Collections;
using System.Text.RegularExpressions;

namespace Pipeline.Engine.Processes;

/// <summary>
/// Hides secrets in a command and in what its program prints. Secret is the value of an argument (<c>--token=…</c>, <c>--token …</c>,
/// <c>TOKEN=…</c>) or an environment variable whose name says so, a password in an address, and what has the form of a well-known service's
/// key. A command in its masked form is what fingerprints, manifests and records hold: another secret is no other result.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "***";

    /// <summary>A shorter value may be any word, and would be hidden wherever the word stands.</summary>
    private const int ShortestInText = 6;

    private const int LongestKnownForm = 256;

    private readonly List<string> _secrets;

    private SecretMask(IReadOnlyList<string> command, IEnumerable<string> secrets)
    {
        Command = command;
        _secrets = [.. secrets.Where(secret => secret.Length >= ShortestInText).Distinct().OrderByDescending(secret => secret.Length)];
        LongestSecret = Math.Max(LongestKnownForm, _secrets.Count == 0 ? 0 : _secrets[0].Length);
    }

    /// <summary>The command with its secrets hidden.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>Characters of the longest secret.</summary>
    internal int LongestSecret { get; }

    /// <summary>Finds the secrets of a command and of this process's environment, which its program inherits.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="names">Names of arguments and variables that are secret whatever they are called.</param>
    public static SecretMask Create(IReadOnlyList<string> command, IReadOnlyList<string> names)
    {
        var (masked, secrets) = (new List<string>(), new List<string>());
        for (var i = 0; i < command.Count; i++)
        {
            var argument = Assignment().Match(command[i]);
            if (argument.Success && IsArgument(argument.Groups["name"].Value, names))
            {
                secrets.Add(argument.Groups["value"].Value);
                masked.Add(command[i][..argument.Groups["value"].Index] + Hidden);
            }
            else if (i > 0 && command[i - 1].StartsWith('-') && !command[i].StartsWith('-') && IsArgument(command[i - 1], names))
            {
                secrets.Add(command[i]);
                masked.Add(Hidden);
            }
            else
            {
                masked.Add(HideForms(command[i]));
            }
        }

        var variables = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(variable => VariableName().IsMatch((string)variable.Key) || IsNamed((string)variable.Key, names))
            .Select(variable => variable.Value as string ?? "");
        return new SecretMask(masked, secrets.Concat(variables));
    }

    /// <summary>A text with all secrets hidden.</summary>
    public string Apply(string text) =>
        HideForms(_secrets.Aggregate(text, (hidden, secret) => hidden.Replace(secret, Hidden, StringComparison.Ordinal)));

    /// <summary>Whether an argument's name says that its value is secret: by its last word, unless the word before says that the token or
    /// key is one of a text (<c>--pad-token</c>, <c>--text-key</c>).</summary>
    private static bool IsArgument(string name, IReadOnlyList<string> names) => IsNamed(name, names) || ArgumentName().IsMatch(name);

    private static bool IsNamed(string name, IReadOnlyList<string> names) =>
        names.Any(known => known.Trim('-').Equals(name.Trim('-'), StringComparison.OrdinalIgnoreCase));

    private static string HideForms(string text) =>
        KnownForm().Replace(text, match => match.Groups["before"].Value + Hidden + match.Groups["after"].Value);

    [GeneratedRegex(@"^-{0,2}(?<name>[\w.-]+)=(?<value>.+)$", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex(
        @"(?:^|[-_.])(?:secret|password|passwd|passphrase|credentials?|apikey|auth)$"
            + @"|(?<!(?:^|[-_.])(?:pad|eos|bos|unk|sep|cls|mask|end|begin|start|stop|text|image|audio|video|special|system|user|assistant|sort|label|column|input|output|prompt|response|completion|dataset))"
            + @"(?:^|[-_.])(?:token|key)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ArgumentName();

    [GeneratedRegex("KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL", RegexOptions.IgnoreCase)]
    private static partial Regex VariableName();

    [GeneratedRegex(
        @"(?<before>://[^/\s:@]*:)[^/\s@]+(?<after>@)|(?<before>authorization:\s*\w+\s+)\S+"
            + @"|\b(?:hf_|sk-|ghp_|github_pat_|glpat-|xox[abp]-|AKIA)[A-Za-z0-9_-]{16,200}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex KnownForm();
}
