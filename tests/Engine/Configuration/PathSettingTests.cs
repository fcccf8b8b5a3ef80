namespace Pipeline.Tests.Engine.Configuration;

public sealed class PathSettingTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_relative_path_starts_at_the_folder_of_the_file_that_it_stands_in()
    {
        _folder.Write("deep/base.yaml", "model: weights\nseed: 3\n");
        var settings = _folder.Settings("include: deep/base.yaml\n");
        Assert.Equal(Path.Combine(_folder.Path, "deep", "weights"), settings.Model!.Absolute);
        Assert.Equal("weights", settings.Model.Spelled);
        Assert.EndsWith("base.yaml:1:8", settings.Model.Position!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Home_and_environment_expand_in_paths_only()
    {
        Environment.SetEnvironmentVariable("PIPELINE_TEST_FOLDER", _folder.Path);
        Assert.Equal(Path.Combine(_folder.Path, "m"), _folder.Settings("model: ${PIPELINE_TEST_FOLDER}/m").Model!.Absolute);
        Assert.Equal(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "m"),
            _folder.Settings("model: ~/m").Model!.Absolute
        );
        Assert.Equal(
            "${PIPELINE_TEST_FOLDER}",
            _folder.Settings("stages: { generate: { columns: { a: '${PIPELINE_TEST_FOLDER}' } } }").Stages.Generate.Columns["a"]
        );
        Assert.Equal(
            "@/p.yaml:1:8: '${PIPELINE_TEST_UNSET}/m': the environment variable 'PIPELINE_TEST_UNSET' is not set",
            _folder.Error("model: ${PIPELINE_TEST_UNSET}/m")
        );
    }

    [Fact]
    public void A_missing_file_is_an_error_at_its_position_unless_it_may_be_absent()
    {
        _folder.Write("there.txt", "");
        Assert.Single(_folder.Settings("model: nowhere\ninputs: there.txt").Inputs);
        Assert.Equal("@/p.yaml:1:21: inputs[1] is 'gone.txt'; no such file: @/gone.txt", _folder.Error("inputs: [there.txt, gone.txt]"));
    }
}
