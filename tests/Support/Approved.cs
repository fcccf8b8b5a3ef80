namespace Pipeline.Tests.Support;

/// <summary>Compares a text with <c>tests/Approved/NAME.txt</c>, verbatim; the environment variable UPDATE_APPROVED=1 rewrites the
/// file.</summary>
public static class Approved
{
    public static void Matches(string name, string actual)
    {
        var path = Repository.PathOf("tests", "Approved", name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; run with UPDATE_APPROVED=1 and read what it says");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
