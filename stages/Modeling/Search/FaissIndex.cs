using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Native.Faiss;

namespace Pipeline.Modeling.Search;

/// <summary>
/// An index of FAISS over dense vectors, of whatever kind its description names, such as <c>Flat</c>, <c>IVF256,Flat</c> or
/// <c>HNSW32</c>. It speaks of rows by their numbers in the order in which they were added. Searching is safe from several threads while
/// nothing is added or set.
/// </summary>
public sealed partial class FaissIndex : IDisposable
{
    /// <summary>Stands for a neighbour that was not found.</summary>
    public const long NoRow = -1;

    /// <summary>The description of the index that compares everything.</summary>
    public const string Flat = "Flat";

    /// <summary>What to do where there is no FAISS, as a sentence.</summary>
    public const string HowToInstall = NativeFaiss.HowToInstall;

    private const int LongestDescription = 200;
    private const int LargestNumber = 1 << 20;
    private const int InnerProduct = 0;

    private readonly FaissHandle _handle;

    private FaissIndex(FaissHandle handle)
    {
        _handle = handle;
        var (dimension, _, _, metric) = Describe();
        if (dimension < 1 || metric != InnerProduct)
        {
            handle.Dispose();
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"An index of FAISS has {dimension} dimensions and compares by metric {metric}; expected at least 1 and 0, the inner product."
                )
            );
        }

        Dimension = dimension;
    }

    /// <summary>Why there is no FAISS, as the end of a sentence; null where there is. Loads the library.</summary>
    public static string? Absence => NativeFaiss.Fault;

    /// <summary>The version that this program was built with; null where it was built without. Loads nothing.</summary>
    public static string? BuiltVersion => NativeFaiss.BuiltVersion;

    /// <summary>The version of the library that is loaded.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string Version
    {
        get
        {
            NativeFaiss.Load();
            return Marshal.PtrToStringUTF8(NativeFaiss.Version())!;
        }
    }

    /// <summary>Numbers of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Number of rows.</summary>
    public long Count => Describe().Count;

    /// <summary>Whether rows can be added: some kinds learn from a sample first.</summary>
    public bool IsTrained => Describe().IsTrained;

    /// <summary>Makes an empty index, which compares by inner product.</summary>
    /// <param name="description">What kind of index, as FAISS's factory reads it.</param>
    /// <param name="dimension">Numbers of a vector.</param>
    /// <exception cref="InvalidDataException">FAISS is not there, or knows no such index of that dimension.</exception>
    public static FaissIndex Create(string description, int dimension)
    {
        NativeFaiss.Load();
        if (
            description.Length is 0 or > LongestDescription
            || !Characters().IsMatch(description)
            || Numbers().Matches(description).Any(number => !int.TryParse(number.ValueSpan, out var value) || value > LargestNumber)
        )
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{description}' describes no index: expected up to {LongestDescription} letters, digits, commas and brackets as FAISS's "
                        + $"index_factory reads them, with numbers up to {LargestNumber}, such as HNSW32 or IVF256,Flat."
                )
            );
        }

        NativeFaiss.Check(
            NativeFaiss.Create(dimension, description, InnerProduct, out var handle),
            string.Create(CultureInfo.InvariantCulture, $"'{description}' makes no index of {dimension} dimensions")
        );
        return new FaissIndex(handle);
    }

    /// <summary>Opens an index that <see cref="Save"/> wrote. Whoever calls this makes sure first that the file is what was written: FAISS
    /// checks little of what it reads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="map">Whether lists of rows stay in the file, mapped into memory, which must then not change; kinds without lists are
    /// read.</param>
    /// <exception cref="InvalidDataException">FAISS is not there, or the file is no index.</exception>
    public static FaissIndex Open(string path, bool map)
    {
        NativeFaiss.Load();
        NativeFaiss.Check(NativeFaiss.Read(path, map ? 1 : 0, out var handle), $"{path} cannot be read");
        return new FaissIndex(handle);
    }

    /// <summary>Lets the index learn from vectors where its kind does.</summary>
    /// <param name="vectors">Whole vectors, one after the other.</param>
    /// <param name="threads">Threads to compute with; results depend on their number.</param>
    /// <exception cref="InvalidDataException">They are too few for what is to be learned.</exception>
    public void Train(ReadOnlySpan<float> vectors, int threads)
    {
        RequireWhole(vectors);
        NativeFaiss.Check(NativeFaiss.Train(_handle, vectors, vectors.Length, threads), "The index cannot be trained");
    }

    /// <summary>Adds rows.</summary>
    /// <param name="vectors">Whole vectors, one after the other.</param>
    /// <param name="threads">Threads to compute with; of some kinds, graphs among them, the index depends on their number and on chance
    /// where it is above 1.</param>
    /// <exception cref="InvalidDataException">The index is not trained.</exception>
    public void Add(ReadOnlySpan<float> vectors, int threads)
    {
        RequireWhole(vectors);
        NativeFaiss.Check(NativeFaiss.Add(_handle, vectors, vectors.Length, threads), "Rows cannot be added to the index");
    }

    /// <summary>Finds the rows nearest to each query, best first; those that are not found are <see cref="NoRow"/>.</summary>
    /// <param name="queries">Whole vectors, one after the other.</param>
    /// <param name="k">Rows for each query, at least 1.</param>
    /// <param name="scores">Takes k inner products for each query.</param>
    /// <param name="rows">Takes k numbers of rows for each query.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <exception cref="InvalidDataException">The index cannot be searched, or gives what is no row of it.</exception>
    public void Search(ReadOnlySpan<float> queries, int k, Span<float> scores, Span<long> rows, int threads)
    {
        RequireWhole(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var found = checked(queries.Length / Dimension * k);
        if (scores.Length != found || rows.Length != found)
        {
            throw new ArgumentException($"There is room for {scores.Length} scores and {rows.Length} rows; expected {found} of each.");
        }

        NativeFaiss.Check(
            NativeFaiss.Search(_handle, queries, queries.Length, k, scores, rows, found, threads),
            "The index cannot be searched"
        );
        if (Count is var count && rows.ContainsAnyExceptInRange(NoRow, count - 1))
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"The index gives rows that it has not; it has {count}.")
            );
        }
    }

    /// <summary>Sets a parameter of search, such as <c>nprobe</c> or <c>efSearch</c>.</summary>
    /// <exception cref="InvalidDataException">This kind of index has no such parameter.</exception>
    public void Set(string parameter, double value) =>
        NativeFaiss.Check(NativeFaiss.Set(_handle, parameter, value), $"'{parameter}' cannot be set");

    /// <summary>Writes the index.</summary>
    /// <exception cref="InvalidDataException">The file cannot be written, or this kind of index cannot.</exception>
    public void Save(string path) => NativeFaiss.Check(NativeFaiss.Write(_handle, path), $"{path} cannot be written");

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private (int Dimension, long Count, bool IsTrained, int Metric) Describe()
    {
        NativeFaiss.Check(
            NativeFaiss.Describe(_handle, out var dimension, out var count, out var trained, out var metric),
            "The index cannot be described"
        );
        return (dimension, count, trained != 0, metric);
    }

    private void RequireWhole(ReadOnlySpan<float> vectors)
    {
        if (vectors.Length % Dimension != 0)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{vectors.Length} numbers are no whole vectors of {Dimension} dimensions, which the index has."
                )
            );
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_,()]*\z")]
    private static partial Regex Characters();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
