using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>
/// The weights of a model folder, checked against its configuration, by the names that the model has for them. Each is read from its file
/// when it is asked for, and belongs to who asked, so that no more of a model needs to be in memory than is looked at.
/// </summary>
internal sealed class CheckpointWeights : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly CheckpointFiles _files;
    private readonly SortedDictionary<string, string> _namesInFiles;
    private readonly ScalarType _type;
    private readonly CancellationToken _cancellation;

    private CheckpointWeights(
        ModelConfiguration configuration,
        CheckpointFiles files,
        IReadOnlyDictionary<string, string> matched,
        ScalarType type,
        CancellationToken cancellation
    )
    {
        Configuration = configuration;
        _files = files;
        _namesInFiles = new SortedDictionary<string, string>(matched.ToDictionary(), StringComparer.Ordinal);
        (_type, _cancellation) = (type, cancellation);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The names, in ordinal order.</summary>
    public IEnumerable<string> Keys => _namesInFiles.Keys;

    /// <summary>Every weight, read one after the other.</summary>
    public IEnumerable<Tensor> Values => _namesInFiles.Values.Select(Read);

    /// <inheritdoc />
    public int Count => _namesInFiles.Count;

    /// <summary>Reads a weight, on the processor.</summary>
    /// <exception cref="InvalidDataException">Its file has become shorter since it was opened.</exception>
    public Tensor this[string key] => Read(_namesInFiles[key]);

    /// <summary>Opens a model folder.</summary>
    /// <param name="folder">A folder in Hugging Face form.</param>
    /// <param name="type">What the weights are read as.</param>
    /// <param name="cancellation">Stops a reading between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another
    /// shape.</exception>
    public static CheckpointWeights Open(string folder, ScalarType type, CancellationToken cancellation)
    {
        var configuration = ModelConfiguration.Read(folder);
        var files = CheckpointFiles.Open(folder);
        try
        {
            var matched = CheckpointMatch.Match(folder, configuration, files);
            CheckpointMatch.CheckTied(folder, configuration, files, matched);
            return new CheckpointWeights(configuration, files, matched, type, cancellation);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => _namesInFiles.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        value = _namesInFiles.TryGetValue(key, out var name) ? Read(name) : null;
        return value is not null;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() =>
        _namesInFiles.Select(entry => KeyValuePair.Create(entry.Key, Read(entry.Value))).GetEnumerator();

    /// <inheritdoc />
    public void Dispose() => _files.Dispose();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Tensor Read(string nameInFiles) => _files.Read(nameInFiles, _type, _cancellation);
}
