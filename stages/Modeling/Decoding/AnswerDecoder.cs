namespace Pipeline.Modeling.Decoding;

/// <summary>
/// Answers prompts with continuous refill: as soon as an answer ends, the next prompt takes its slot, longest prompts first. The order
/// depends on the prompts alone.
/// </summary>
public sealed class AnswerDecoder(ITokenEngine engine, SamplingSettings sampling, StopCondition stop)
{
    private const long WorthThreads = 100_000;

    /// <summary>The answers as they end, with the index of their request.</summary>
    /// <param name="requests">The prompts.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public IEnumerable<(int Request, DecodedAnswer Answer)> Decode(IReadOnlyList<AnswerRequest> requests, CancellationToken cancellation)
    {
        var waiting = new Queue<int>(Enumerable.Range(0, requests.Count).OrderByDescending(i => requests[i].Prompt.Length).ThenBy(i => i));
        var free = new Stack<int>(Enumerable.Range(0, engine.Slots).Reverse());
        var open = new List<OpenAnswer>();
        while (waiting.Count + open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            while (free.Count > 0 && waiting.TryDequeue(out var next))
            {
                open.Add(new OpenAnswer(next, free.Pop(), requests[next], sampling));
            }

            Step(open);
            foreach (var answer in open.Where(answer => answer.Finish is not null))
            {
                engine.Clear(answer.Slot);
                free.Push(answer.Slot);
                yield return (answer.Request, answer.ToAnswer());
            }

            open.RemoveAll(answer => answer.Finish is not null);
        }
    }

    private void Step(List<OpenAnswer> open)
    {
        foreach (var answer in open.Where(answer => answer.IsReread(engine.RereadBeyond)))
        {
            engine.Clear(answer.Slot);
        }

        var logits = engine.Append(open.ConvertAll(answer => new SlotTokens(answer.Slot, answer.Next(engine.RereadBeyond))));
        if ((long)open.Count * engine.VocabularySize < WorthThreads)
        {
            for (var row = 0; row < open.Count; row++)
            {
                open[row].Add(logits[row], stop);
            }
        }
        else
        {
            Parallel.For(0, open.Count, row => open[row].Add(logits[row], stop));
        }
    }

    private sealed class OpenAnswer(int request, int slot, AnswerRequest asked, SamplingSettings sampling)
    {
        private readonly TokenSampler _sampler = new(sampling, asked.Prompt, asked.Seed);
        private readonly List<int> _ids = [];
        private readonly List<float> _logProbabilities = [];
        private readonly int[] _last = new int[1];
        private int _nearTies;

        public int Request => request;

        public int Slot => slot;

        /// <summary>What the engine has not read yet, or all where it reads anew.</summary>
        public ReadOnlyMemory<int> Next(int? rereadBeyond) =>
            _ids.Count == 0 ? asked.Prompt
            : IsReread(rereadBeyond) ? (int[])[.. asked.Prompt, .. _ids]
            : _last;

        /// <summary>Whether the last token was the first beyond a length at which everything is read anew.</summary>
        public bool IsReread(int? rereadBeyond) => _ids.Count > 0 && asked.Prompt.Length + _ids.Count == rereadBeyond + 1;

        public AnswerFinish? Finish { get; private set; }

        public void Add(Span<float> logits, StopCondition stop)
        {
            var choice = _sampler.Choose(logits);
            _ids.Add(_last[0] = choice.Id);
            _logProbabilities.Add(choice.LogProbability);
            _nearTies += choice.IsNearTie ? 1 : 0;
            Finish = stop.Check(_ids, asked.MaximumTokens);
        }

        public DecodedAnswer ToAnswer() => new([.. _ids], [.. _logProbabilities], Finish!.Value, _nearTies);
    }
}
