using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Engine.Dataflow;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine;

/// <summary>What a user is told of what libraries and the system throw: our words, whatever theirs are.</summary>
public sealed class ErrorTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_our_own_code_throws_speaks_for_itself()
    {
        Assert.Equal("no model", ErrorText.Describe(Caught(() => throw new InvalidOperationException("no model"))));
        Assert.Equal("no model", ErrorText.Describe(new IOException("no model")));
        Assert.Equal("no model", ErrorText.FindCause(new InputException("no model.")));
        Assert.Equal("x, part 2: no model", new StageFailedException("x", 2, new InputException("no model")).Message);
    }

    [Fact]
    public void What_the_system_throws_names_the_file_and_our_cause()
    {
        var missing = _folder.PathOf("missing");
        var file = _folder.Write("file", "text");
        Directory.CreateDirectory(_folder.PathOf("folder"));

        Says($"'{missing}' cannot be used: it does not exist", () => File.ReadAllText(missing));
        Says(
            $"'{Path.Combine(missing, "x")}' cannot be used: it does not exist",
            () => File.WriteAllText(Path.Combine(missing, "x"), "text")
        );
        Says($"'{Path.Combine(file, "x")}' cannot be used: it does not exist", () => File.ReadAllText(file + "/x"));
        Says(
            $"'{_folder.PathOf("folder")}' cannot be used: access is denied, or it is a folder where a file is expected, or the reverse",
            () => File.ReadAllText(_folder.PathOf("folder"))
        );
        Says("'/dev/full' cannot be used: the disk is full", () => File.WriteAllText("/dev/full", "text"));
        Says($"'{file}' cannot be used: there is such a file already", () => Directory.CreateDirectory(file));
        var name = new string('x', 300);
        Says($"'{_folder.PathOf(name)}' cannot be used: its name is too long", () => File.ReadAllText(_folder.PathOf(name)));
    }

    [Fact]
    public void What_libraries_throw_is_not_quoted()
    {
        Hides(() => JsonDocument.Parse("{"));
        Hides(() => _ = JsonDocument.Parse("[1]").RootElement.GetProperty("x"));
        Hides(() => new ZipArchive(new MemoryStream("no archive"u8.ToArray())).Dispose());
        Hides(() => new GZipStream(new MemoryStream("no archive"u8.ToArray()), CompressionMode.Decompress).ReadByte());
        Hides(() => ReadYaml("["));
        Hides(() => _ = Guid.Parse("no"));
    }

    [Theory]
    [InlineData(28, "the disk is full")]
    [InlineData(24, "too many files are open; raise the limit, such as with 'ulimit -n 4096'")]
    [InlineData(30, "the file system is read-only")]
    [InlineData(99, "the system refuses it (error 99)")]
    [InlineData(unchecked((int)0x80131620), "reading or writing it failed")]
    public void Numbers_of_the_system_have_a_meaning(int number, string cause) => Assert.Equal(cause, ErrorText.FindCause(number));

    [Fact]
    public void What_wraps_another_error_tells_of_that()
    {
        var task = Task.Run(() => throw new InputException("no model"), TestContext.Current.CancellationToken);

        Assert.Equal("no model", ErrorText.Describe(Caught(() => task.Wait(TestContext.Current.CancellationToken))));
    }

    public void Dispose() => _folder.Dispose();

    private static void Says(string expected, Action action) => Assert.Equal(expected, ErrorText.Describe(Caught(action)));

    private static void ReadYaml(string text)
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(text));
        while (parser.MoveNext()) { }
    }

    private static void Hides(Action action)
    {
        var error = Caught(action);

        Assert.DoesNotContain(error.Message, ErrorText.Describe(error), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(error.Message, ErrorText.FindCause(error), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(error.Message, new StageFailedException("x", null, error).Message, StringComparison.OrdinalIgnoreCase);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is thrown is what is looked at.")]
    private static Exception Caught(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            return error;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }
}
