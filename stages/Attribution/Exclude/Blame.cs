using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>The training instances that borrowed spans are attributed to, most spans first, ties by id.</summary>
internal sealed class Blame
{
    private readonly Dictionary<string, List<string>> _answers;

    private Blame(Dictionary<string, List<string>> answers)
    {
        _answers = answers;
        Ranked = answers
            .OrderByDescending(entry => entry.Value.Count)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key)
            .ToList();
    }

    /// <summary>The blamed instances in order.</summary>
    public IReadOnlyList<string> Ranked { get; }

    /// <summary>Counts the spans of all tables.</summary>
    public static async Task<Blame> ReadAsync(StageInputs inputs, string prefix, int level, CancellationToken cancellation)
    {
        var answers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in inputs.Named(prefix))
        {
            await foreach (
                var span in inputs.RowsAsync<BorrowedSpanRow>(name, cancellation).Where(span => span.Blames(level)).ConfigureAwait(false)
            )
            {
                if (!answers.TryGetValue(span.SourceInstanceId, out var blaming))
                {
                    answers.Add(span.SourceInstanceId, blaming = []);
                }

                blaming.Add(span.InstanceId);
            }
        }

        return new Blame(answers);
    }

    /// <summary>Whether a span is attributed to the instance.</summary>
    public bool Has(string instanceId) => _answers.ContainsKey(instanceId);

    /// <summary>How many spans are attributed to the instance.</summary>
    public int SpansOf(string instanceId) => _answers[instanceId].Count;

    /// <summary>The answered prompts with these spans, each once.</summary>
    public IEnumerable<string> AnswersOf(string instanceId) => _answers[instanceId].Distinct(StringComparer.Ordinal);
}
