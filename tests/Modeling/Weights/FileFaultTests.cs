using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Weights;

/// <summary>What is said of a model's file that the system does not give.</summary>
public sealed class FileFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_and_a_folder_are_named_in_our_own_words()
    {
        var missing = _folder.PathOf("none.json");

        Assert.Equal($"{missing} is missing.", Assert.Throws<InvalidDataException>(() => ModelFile.ReadAllBytes(missing)).Message);
        Assert.Equal($"{missing} is missing.", Assert.Throws<InvalidDataException>(() => ModelFile.OpenHandle(missing)).Message);
        Assert.Equal(
            $"{_folder.Root} may not be read by this user, or is a folder; expected a file that can be read.",
            Assert.Throws<InvalidDataException>(() => ModelFile.ReadAllBytes(_folder.Root)).Message
        );
    }

    [Fact]
    public void What_the_system_answers_is_quoted()
    {
        Assert.Equal(
            "cannot be read: the system answers 'Input/output error' (error 5)",
            FileFault.Describe(new IOException("Unerwartet", 5))
        );
        Assert.Equal("cannot be read", FileFault.Describe(new IOException("Unerwartet")));
        Assert.Equal("has a name longer than the system allows", FileFault.Describe(new PathTooLongException()));
    }
}
