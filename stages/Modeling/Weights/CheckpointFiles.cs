using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>The weights of a model folder: <c>model.safetensors</c>, or shards listed in <c>model.safetensors.index.json</c>.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    /// <summary>The weights' file name where they are not sharded.</summary>
    public const string SingleFile = "model.safetensors";

    private const string IndexFile = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, SafetensorsFile> _byTensor = new(StringComparer.Ordinal);

    private CheckpointFiles() { }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _byTensor.Keys;

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing, damaged or outside the folder, or a tensor is not where the index
    /// says.</exception>
    public static CheckpointFiles Open(string folder)
    {
        var files = new CheckpointFiles();
        try
        {
            var index = Path.Combine(folder, IndexFile);
            if (File.Exists(Path.Combine(folder, SingleFile)))
            {
                files.Add(Path.Combine(folder, SingleFile));
            }
            else if (File.Exists(index))
            {
                files.OpenShards(folder, index);
            }
            else
            {
                throw new InvalidDataException(MissingIn(folder));
            }

            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Type and shape of a tensor.</summary>
    public TensorEntry EntryOf(string name) => _byTensor[name].Entries[name];

    /// <summary>A tensor in a type; the caller owns it and may keep it when the files are closed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="InvalidDataException">The file has become shorter since it was opened.</exception>
    public torch.Tensor Read(string name, torch.ScalarType type, CancellationToken cancellation = default) =>
        _byTensor[name].Read(name, type, cancellation);

    /// <summary>Whether two tensors have the same type, shape and bytes.</summary>
    public bool AreSame(string first, string second) => _byTensor[first].IsSame(first, _byTensor[second], second);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private static string MissingIn(string folder)
    {
        var pickled = Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*.bin")
                .Select(Path.GetFileName)
                .FirstOrDefault(name => name!.StartsWith("pytorch_model", StringComparison.Ordinal))
            : null;
        return pickled is null
            ? $"{folder} holds neither {SingleFile} nor {IndexFile}."
            : $"{folder} holds {pickled}, a pickle, which can run code when it is read. Convert it where you trust it: python -c "
                + "\"from transformers import "
                + $"AutoModelForCausalLM as M; M.from_pretrained('{folder}', dtype='auto').save_pretrained('converted')\", and copy "
                + "the tokenizer's files beside.";
    }

    private SafetensorsFile Add(string path)
    {
        var file = SafetensorsFile.Open(path);
        _files.Add(file);
        foreach (var name in file.Entries.Keys)
        {
            if (!_byTensor.TryAdd(name, file))
            {
                throw new InvalidDataException($"{path}: tensor '{name}' is in another shard too.");
            }
        }

        return file;
    }

    private void OpenShards(string folder, string index)
    {
        var map = ShardIndex.Read(index);
        if (map.Count == 0)
        {
            throw new InvalidDataException($"{index} places no tensor.");
        }

        foreach (var shard in map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (shard is "" or "." or ".." || Path.GetFileName(shard) != shard)
            {
                throw new InvalidDataException($"{index}: shard '{shard}' is not a plain file name of this folder.");
            }

            if (!File.Exists(Path.Combine(folder, shard)))
            {
                throw new InvalidDataException($"{index} lists the shard '{shard}', which is missing in {folder}.");
            }

            CheckShard(index, map, shard, Add(Path.Combine(folder, shard)));
        }
    }

    private static void CheckShard(string index, Dictionary<string, string> map, string shard, SafetensorsFile file)
    {
        if (map.FirstOrDefault(entry => entry.Value == shard && !file.Entries.ContainsKey(entry.Key)).Key is { } missing)
        {
            throw new InvalidDataException($"{index} places tensor '{missing}' in '{shard}', which does not hold it.");
        }

        if (file.Entries.Keys.FirstOrDefault(name => map.GetValueOrDefault(name) != shard) is { } unlisted)
        {
            throw new InvalidDataException($"{index} does not place tensor '{unlisted}' in '{shard}', which holds it.");
        }
    }
}
