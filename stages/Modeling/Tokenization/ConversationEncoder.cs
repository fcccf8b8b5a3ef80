namespace Pipeline.Modeling.Tokenization;

/// <summary>Encodes conversations with one tokenizer and one template. Safe for use from several threads.</summary>
public sealed class ConversationEncoder
{
    private readonly ITokenizer _tokenizer;
    private readonly ChatTemplate _template;

    /// <summary>An encoder; special tokens that the template places and the vocabulary lacks are spelled as text.</summary>
    public ConversationEncoder(ITokenizer tokenizer, ChatTemplate template)
    {
        _tokenizer = tokenizer;
        _template = template;
        EndOfAnswer = template.Close is { } close && tokenizer.TryGetId(close, out var id) ? id : tokenizer.EndOfText;
    }

    /// <summary>The token that ends an answer.</summary>
    public int EndOfAnswer { get; }

    /// <summary>The tokens that a model is given to answer.</summary>
    public int[] Prompt(Conversation conversation)
    {
        var ids = new List<int>();
        Append(_template.Prompt(conversation), ids, []);
        return [.. ids];
    }

    /// <summary>A training sequence: every assistant turn and what ends it is a label, nothing else.</summary>
    /// <returns>Token ids, and 1 for each label, 0 for each other token.</returns>
    public (int[] TokenIds, int[] LossMask) Sequence(Conversation conversation, string response)
    {
        var ids = new List<int>();
        var mask = new List<int>();
        Append(_template.Prompt(conversation), ids, mask);
        Append(_template.Response(response), ids, mask, begin: false);
        if (ids[^1] != EndOfAnswer)
        {
            ids.Add(EndOfAnswer);
            mask.Add(1);
        }

        return ([.. ids], [.. mask]);
    }

    private void Append(IReadOnlyList<TemplatePiece> pieces, List<int> ids, List<int> mask, bool begin = true)
    {
        if (begin && _tokenizer.BeginOfText is { } first)
        {
            ids.Add(first);
            mask.Add(0);
        }

        foreach (var piece in Joined(pieces))
        {
            var encoded = piece.IsSpecial && _tokenizer.TryGetId(piece.Text, out var id) ? [id] : _tokenizer.Encode(piece.Text);
            ids.AddRange(encoded);
            mask.AddRange(Enumerable.Repeat(piece.IsLabel ? 1 : 0, encoded.Count));
        }
    }

    /// <summary>Neighbouring plain pieces without labels are one text to the model, so they are tokenized as one.</summary>
    private static IEnumerable<TemplatePiece> Joined(IReadOnlyList<TemplatePiece> pieces)
    {
        var pending = "";
        foreach (var piece in pieces)
        {
            if (piece is { IsLabel: false, IsSpecial: false })
            {
                pending += piece.Text;
                continue;
            }

            if (pending.Length > 0)
            {
                yield return new TemplatePiece(pending);
                pending = "";
            }

            yield return piece;
        }

        if (pending.Length > 0)
        {
            yield return new TemplatePiece(pending);
        }
    }
}
