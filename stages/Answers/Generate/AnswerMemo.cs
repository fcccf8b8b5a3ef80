using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Engine.Caching;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>
/// Remembers answers by request, so that a kill or an inserted prompt repeats none. Only for engines whose answers do not depend on what is
/// answered beside them: with others an answer taken from the memo would change the bits of the rest.
/// </summary>
/// <param name="memo">The memo.</param>
/// <param name="identity">Everything that an answer depends on beside prompt, seed and length: weights and settings.</param>
internal sealed class AnswerMemo(IMemo memo, string identity)
{
    /// <summary>The remembered answer, if there is one.</summary>
    public DecodedAnswer? Find(AnswerRequest request)
    {
        if (!memo.TryGet(DigestOf(request), out var reply))
        {
            return null;
        }

        var header = MemoryMarshal.Cast<byte, int>(reply);
        var count = header[0];
        return new DecodedAnswer(
            header.Slice(3, count).ToArray(),
            MemoryMarshal.Cast<int, float>(header.Slice(3 + count, count)).ToArray(),
            (AnswerFinish)header[1],
            header[2]
        );
    }

    /// <summary>Remembers an answer.</summary>
    public void Add(AnswerRequest request, DecodedAnswer answer)
    {
        int[] reply =
        [
            answer.Ids.Length,
            (int)answer.Finish,
            answer.NearTies,
            .. answer.Ids,
            .. MemoryMarshal.Cast<float, int>(answer.LogProbabilities),
        ];
        memo.Put(DigestOf(request), MemoryMarshal.AsBytes<int>(reply));
    }

    private string DigestOf(AnswerRequest request) =>
        Digest.OfText(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{identity} {request.Seed} {request.MaximumTokens} {string.Join(' ', request.Prompt)}"
            )
        );
}
