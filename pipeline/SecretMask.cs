using System.Collections;
using System.Text.RegularExpressions;

namespace Pipeline.Engine;

/// <summary>
/// Hides secrets wherever something is shown or kept: in a command, in what its program prints, in settings. Secret is the value of an
/// argument (<c>--token=…</c>, <c>--token …</c>, <c>TOKEN=…</c>) or an environment variable whose name says so, a password in an address,
/// and what has the form of a well-known service's key. A command in its masked form is what fingerprints, manifests and records hold:
/// another secret is no other result.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "***";

    /// <summary>A shorter value may be any word, and would be hidden wherever the word stands.</summary>
    private const int ShortestInText = 6;

    private const int LongestKnownForm = 256;

    /// <summary>Names of what is always secret.</summary>
    private const string Words = "secret|password|passwd|passphrase|credentials?|(?:api|access|private)key";

    /// <summary>Before <c>token</c> or <c>key</c>: no word that makes it one of a text.</summary>
    private const string NotOfText =
        "(?<!(?:^|[-_.])(?:pad|eos|bos|unk|sep|cls|mask|end|begin|start|stop|text|image|audio|video|special|system|user|assistant|sort|label"
        + "|column|input|output|prompt|response|completion|dataset)[-_.]?)";

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

        return new SecretMask(masked, secrets.Concat(Variables(names)));
    }

    /// <summary>A setting's text with all secrets hidden, also what it assigns itself to a name (<c>api_key: …</c>).</summary>
    public static string HideIn(string text) => Assigned().Replace(new SecretMask([], Variables([])).Apply(text), $"${{before}}{Hidden}");

    /// <summary>A text that a program printed, with all secrets hidden.</summary>
    public string Apply(string text) =>
        HideForms(_secrets.Aggregate(text, (hidden, secret) => hidden.Replace(secret, Hidden, StringComparison.Ordinal)));

    /// <summary>Whether an argument's name says that its value is secret: by its last word, unless the word before says that the token or
    /// key is one of a text (<c>--pad-token</c>, <c>--text-key</c>).</summary>
    private static bool IsArgument(string name, IReadOnlyList<string> names) => IsNamed(name, names) || ArgumentName().IsMatch(name);

    /// <summary>The values of the environment's variables that are secret.</summary>
    private static IEnumerable<string> Variables(IReadOnlyList<string> names) =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(variable => VariableName().IsMatch((string)variable.Key) || IsNamed((string)variable.Key, names))
            .Select(variable => variable.Value as string ?? "");

    private static bool IsNamed(string name, IReadOnlyList<string> names) =>
        names.Any(known => known.Trim('-').Equals(name.Trim('-'), StringComparison.OrdinalIgnoreCase));

    private static string HideForms(string text) =>
        KnownForm().Replace(text, match => match.Groups["before"].Value + Hidden + match.Groups["after"].Value);

    [GeneratedRegex(@"^-{0,2}(?<name>[\w.-]+)=(?<value>.+)$", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex($@"(?:^|[-_.])(?:{Words}|auth)$|{NotOfText}(?:^|[-_.])(?:token|key)$", RegexOptions.IgnoreCase)]
    private static partial Regex ArgumentName();

    /// <summary>An assignment inside a text. The last word must say more than <c>key</c>, which texts write before a colon.</summary>
    [GeneratedRegex(
        $@"(?<before>(?<!\w)(?:[\w.-]*[-_.])?(?:{Words}|(?:api|access|private)[-_]key|{NotOfText}(?<![A-Za-z0-9])token)\s*[=:]\s*)[^\s&,;""']+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Assigned();

    [GeneratedRegex("KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL", RegexOptions.IgnoreCase)]
    private static partial Regex VariableName();

    [GeneratedRegex(
        @"(?<before>://[^/\s:@]*:)[^/\s@]+(?<after>@)|(?<before>://)[^/\s:@]{16,}(?<after>@)|(?<before>authorization:\s*\w+\s+)\S+"
            + @"|\b(?:hf_|sk-|gh[pousr]_|github_pat_|glpat-|xox[abp]-|AKIA)[A-Za-z0-9_-]{16,200}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex KnownForm();
}
