using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// The measurement of products that a machine keeps in its user's cache folder, so that it is made once: for each type of processor, number
/// of threads and version of the libraries. It decides speed alone, so it is no part of any artifact. A file that is damaged, or of another
/// machine, counts as none; where none can be written each process measures for itself.
/// </summary>
/// <param name="folder">Where measurements lie.</param>
/// <param name="machine">Everything that a measurement depends on, as one line.</param>
/// <param name="measure">Measures.</param>
internal sealed class MeasuredProducts(string folder, string machine, Func<ProductMeasurement> measure)
{
    /// <summary>Far more than a measurement takes.</summary>
    private const int MostBytes = 4096;

    private static readonly Lazy<ProductMeasurement> _ofThisMachine = new(() =>
        new MeasuredProducts(UserFolder(), MachineType.Describe(), ProductMeasurement.Measure).Get()
    );

    /// <summary>What was measured on this machine, now or before.</summary>
    public static ProductMeasurement OfThisMachine => _ofThisMachine.Value;

    /// <summary>The file of this machine's measurement.</summary>
    public string Path => System.IO.Path.Combine(folder, $"products-{Digest(machine)[..16]}.txt");

    /// <summary>What was measured before, or else now.</summary>
    public ProductMeasurement Get()
    {
        if (Read() is { } known)
        {
            return known;
        }

        var measured = measure();
        Write(measured);
        return measured;
    }

    private static string UserFolder() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && System.IO.Path.IsPathRooted(given)
            ? System.IO.Path.Combine(given, "pipeline")
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pipeline");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private ProductMeasurement? Read()
    {
        try
        {
            // A pipe or a device has no length, and is not opened.
            return
                new FileInfo(Path) is { Exists: true, Length: > 0 and <= MostBytes }
                && File.ReadAllLines(Path) is [var of, var bits, var speed, var digest]
                && of == machine
                && digest == Digest($"{of}\n{bits}\n{speed}")
                && bool.TryParse(bits, out var same)
                && double.TryParse(speed, CultureInfo.InvariantCulture, out var times)
                && double.IsFinite(times)
                ? new ProductMeasurement(same, times)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(ProductMeasurement measured)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{machine}\n{measured.SameBits}\n{measured.Speed:R}");
        var draft = $"{Path}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(draft, $"{text}\n{Digest(text)}\n");
            File.Move(draft, Path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to costs a measurement in every process, and no more.
        }
    }
}
