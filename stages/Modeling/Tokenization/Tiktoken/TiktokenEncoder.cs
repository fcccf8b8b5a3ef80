using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>Encodes words by a tiktoken vocabulary.</summary>
internal sealed class TiktokenEncoder(TiktokenModel model) : IWordEncoder
{
    private IWordEncoder? _merging;

    public void Encode(ReadOnlySpan<char> word, IdList ids)
    {
        if (word.Length > TiktokenModel.LongestWord)
        {
            _merging ??= model.ByMerges.NewEncoder();
            _merging.Encode(word, ids);
            return;
        }

        foreach (var id in model.Library.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false))
        {
            ids.Add(id);
        }
    }
}
