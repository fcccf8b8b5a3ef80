using System.Text.Json;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>The weights of a model folder: <c>model.safetensors</c>, or shards listed in <c>model.safetensors.index.json</c>.</summary>
public sealed class CheckpointFiles : IDisposable
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, SafetensorsFile> _byTensor = new(StringComparer.Ordinal);

    private CheckpointFiles()
    {
    }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _byTensor.Keys;

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing, damaged or outside the folder, or a tensor is not where the index says.</exception>
    public static CheckpointFiles Open(string folder)
    {
        var files = new CheckpointFiles();
        try
        {
            var index = Path.Combine(folder, IndexFile);
            if (File.Exists(index))
            {
                files.OpenShards(folder, index);
            }
            else if (File.Exists(Path.Combine(folder, SingleFile)))
            {
                files.Add(Path.Combine(folder, SingleFile));
            }
            else
            {
                throw new InvalidDataException(
                    $"{folder} holds neither {SingleFile} nor {IndexFile}. Other weight formats are not read; convert them with save_pretrained(..., safe_serialization=True).");
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

    /// <summary>A tensor in its type of the file; the caller owns it.</summary>
    public torch.Tensor Read(string name) => _byTensor[name].Read(name);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
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
        Dictionary<string, string> map;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            map = document.RootElement.GetProperty("weight_map").EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{index}: expected an object 'weight_map' of tensor names to file names: {error.Message}", error);
        }

        foreach (var shard in map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (shard.Length == 0 || Path.GetFileName(shard) != shard)
            {
                throw new InvalidDataException($"{index}: shard '{shard}' is not a plain file name of this folder.");
            }

            if (!File.Exists(Path.Combine(folder, shard)))
            {
                throw new InvalidDataException($"{index} lists the shard '{shard}', which is missing in {folder}.");
            }

            Add(Path.Combine(folder, shard));
        }

        foreach (var (name, shard) in map)
        {
            if (!_byTensor.ContainsKey(name))
            {
                throw new InvalidDataException($"{index} places tensor '{name}' in '{shard}', which does not hold it.");
            }
        }
    }
}
