using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>What the tiny configurations come to when nothing disturbs them; made once for all tests.</summary>
internal sealed class Undisturbed
{
    private static readonly Lazy<Task<Undisturbed>> _made = new(MakeAsync);
    private readonly string _base;

    private Undisturbed(
        string baseModel,
        SortedDictionary<string, string> pretrained,
        SortedDictionary<string, string> chain,
        TimeSpan chainTime
    )
    {
        _base = baseModel;
        Pretrained = pretrained;
        Chain = chain;
        ChainTime = chainTime;
    }

    /// <summary>The cache of the pre-training.</summary>
    public SortedDictionary<string, string> Pretrained { get; }

    /// <summary>The cache of the chain.</summary>
    public SortedDictionary<string, string> Chain { get; }

    /// <summary>How long the chain took.</summary>
    public TimeSpan ChainTime { get; }

    public static Task<Undisturbed> MadeAsync() => _made.Value;

    /// <summary>A project with the base model in place and nothing run yet.</summary>
    public TinyProject Project()
    {
        var project = new TinyProject();
        Directory.CreateDirectory(project.PathOf("base"));
        foreach (var path in Directory.EnumerateFiles(_base))
        {
            File.Copy(path, project.PathOf("base", Path.GetFileName(path)));
        }

        return project;
    }

    private static async Task<Undisturbed> MakeAsync()
    {
        var project = new TinyProject();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => project.Dispose();
        await project.SucceedAsync(TinyProject.Pretrain, "--export", "pretrain=base");
        var pretrained = CacheSnapshot.Take(project.Cache);
        project.Clear();
        var run = await project.SucceedAsync(TinyProject.Chain);
        return new Undisturbed(project.PathOf("base"), pretrained, CacheSnapshot.Take(project.Cache), run.Elapsed);
    }
}
