using System.Text;
using Pipeline.Common;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads a YAML file and, below it, the files that its <c>include</c> key names; later includes lie over earlier ones.</summary>
internal sealed class IncludeReader
{
    public const string Key = "include";

    private const int MaximumFiles = 100;

    private readonly List<string> _open = [];
    private readonly List<string> _read = [];

    /// <summary>Absolute paths of all files read, the first one first.</summary>
    public IReadOnlyList<string> Files => _read;

    /// <summary>The merged tree; null when every file is empty.</summary>
    public MappingNode? Read(string path) => ReadFile(path, Path.GetFullPath(path), null);

    private MappingNode? ReadFile(string display, string absolute, SourcePosition? includedAt)
    {
        var prefix = includedAt is null ? "" : $"{includedAt}: ";
        if (_open.Contains(absolute, StringComparer.Ordinal))
        {
            var cycle = string.Join(" -> ", _open.SkipWhile(file => file != absolute).Append(absolute).Select(Path.GetFileName));
            throw new InputException($"{prefix}include cycle: {cycle}");
        }

        if (_read.Count >= MaximumFiles)
        {
            throw new InputException($"{prefix}more than {MaximumFiles} files are included");
        }

        _open.Add(absolute);
        _read.Add(absolute);
        var source = new ConfigurationSource(display, Path.GetDirectoryName(absolute)!, HasLines: true);
        var root = AsMapping(YamlReader.Read(ReadText(display, absolute, prefix), source));
        var merged = root is null ? null : WithIncludes(root);
        _open.RemoveAt(_open.Count - 1);
        return merged;
    }

    private static MappingNode? AsMapping(ConfigurationNode? root) =>
        root switch
        {
            null => null,
            MappingNode mapping => mapping,
            _ => throw new InputException($"{root.Position}: found {root.Describe()}; a configuration is a mapping of keys to values"),
        };

    private MappingNode WithIncludes(MappingNode root)
    {
        if (root.Find(Key) is not { } include)
        {
            return root;
        }

        ConfigurationNode? below = null;
        foreach (var item in include is SequenceNode list ? list.Items : [include])
        {
            if (item is not ScalarNode { IsNull: false } spelled)
            {
                throw new InputException($"{item.Position}: include is {item.Describe()}; expected a file name or a list of file names");
            }

            var absolute = PathExpansion.Resolve(spelled.Text, spelled.Position);
            var folder = Path.GetDirectoryName(spelled.Position.Source.Display) ?? "";
            var display = Path.IsPathRooted(spelled.Text) ? spelled.Text : Path.Combine(folder, spelled.Text);
            below = NodeMerge.Over(ReadFile(display, absolute, spelled.Position), below);
        }

        var own = new MappingNode([.. root.Entries.Where(entry => entry.Key != Key)], root.Position);
        return (MappingNode)NodeMerge.Over(own, below)!;
    }

    private static string ReadText(string display, string absolute, string prefix)
    {
        try
        {
            if (!File.Exists(absolute))
            {
                var reason = Directory.Exists(absolute) ? "is a folder; expected a YAML file" : "does not exist";
                throw new InputException($"{prefix}configuration file {Quotation.Quote(display)} {reason}");
            }

            if (SpecialFile.FindKind(absolute) is { } kind)
            {
                throw new InputException($"{prefix}configuration file {Quotation.Quote(display)} is {kind}; expected a regular file");
            }

            if (new FileInfo(absolute).Length > 4L * YamlReader.MaximumCharacters)
            {
                throw new InputException($"{prefix}configuration file {Quotation.Quote(display)} is larger than any configuration can be");
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(absolute)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{prefix}configuration file {Quotation.Quote(display)} is not UTF-8 (byte {error.Index})", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{prefix}configuration file {Quotation.Quote(display)} cannot be read: {ErrorText.FindCause(error)}",
                error
            );
        }
    }
}
