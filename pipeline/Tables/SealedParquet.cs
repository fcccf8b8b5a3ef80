using Parquet;
using Parquet.Schema;

namespace Pipeline.Engine.Tables;

/// <summary>
/// Checks a table file of the cache before the library reads it. A cache may have been damaged, or come from elsewhere: what a file says of
/// itself must fit into the file, and into what <see cref="TableFile"/> writes, before memory is taken for it.
/// </summary>
internal static class SealedParquet
{
    /// <summary>Elements of the lists of one row group: far more than tokens or vectors of its rows come to.</summary>
    private const long MostValues = 1 << 26;

    /// <summary>ENFILE and EMFILE: the file is as sound as it was.</summary>
    private const int TooManyInSystem = 23;

    private const int TooManyInProcess = 24;

    /// <summary>Opens a file whose footer is sound.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            ParquetStructure.RequireFooter(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Checks the columns of a row group that are to be read.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no row group that <see cref="TableFile"/> writes.</exception>
    public static void RequireGroup(FileStream file, ParquetRowGroupReader group, int mostRows, IEnumerable<DataField> leaves)
    {
        if (group.RowCount is var rows && (rows < 0 || rows > mostRows))
        {
            throw new InvalidDataException($"a row group says that it has {rows} rows, expected at most {mostRows}");
        }

        foreach (var leaf in leaves)
        {
            ParquetStructure.RequirePages(file, group, leaf);
            var values = group.GetMetadata(leaf)!.MetaData!.NumValues;
            if (values < rows || values > (leaf.MaxRepetitionLevel == 0 ? rows : MostValues))
            {
                throw new InvalidDataException($"column '{leaf.Path}' says that it has {values} values in {rows} rows");
            }
        }
    }

    /// <summary>The error of a file that cannot be read: whatever the library stumbles over, the file is what is wrong, unless somebody
    /// removed it.</summary>
    public static Exception Unreadable(string path, Exception error) =>
        error is FileNotFoundException or DirectoryNotFoundException
            ? new IOException($"{path} is gone; if it was in the cache, run again, and it is made anew.", error)
        : error is IOException { HResult: TooManyInSystem or TooManyInProcess }
            ? new IOException($"{path} cannot be opened: too many files are open; raise the limit, such as with 'ulimit -n 4096'.", error)
        : new InputException(
            $"{path} cannot be read as Parquet: {ErrorText.FindCause(error)}. If it lies in the cache, "
                + "remove its folder and run again: it is made anew.",
            error
        );
}
