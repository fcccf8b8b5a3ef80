namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>Encodes conversations with one tokenizer and one template. Safe for use from several threads.</summary>
public sealed class ConversationEncoder
{
    private readonly ITokenizer _tokenizer;
    private readonly ITokenizer _texts;
    private readonly ConversationRenderer _renderer;
    private readonly Dictionary<string, SpecialToken> _specials = new(StringComparer.Ordinal);

    /// <summary>An encoder.</summary>
    /// <exception cref="InvalidDataException">
    /// The template is malformed, places special tokens that the tokenizer lacks, or spells as text what the tokenizer has as a special
    /// token; the message names them.
    /// </exception>
    public ConversationEncoder(ITokenizer tokenizer, ChatTemplate template)
    {
        _tokenizer = tokenizer;
        _renderer = new ConversationRenderer(template);
        foreach (var token in _renderer.SpecialTokens)
        {
            if (Find(token) is { } special)
            {
                _specials.Add(token, special);
            }
        }

        if (tokenizer.SpecialTokens.FirstOrDefault(_renderer.Spells) is { } spelled)
        {
            throw new InvalidDataException(
                $"The chat template spells {spelled} as text, but the tokenizer has it as a special token; choose another template, "
                    + "or list it under special_tokens."
            );
        }

        var missing = _renderer.SpecialTokens.Where(token => !_specials.ContainsKey(token)).ToList();
        EndOfAnswer =
            missing.Count == 0
                ? _specials[_renderer.Assistant.End].Id
                : throw new InvalidDataException(
                    $"The chat template places {string.Join(", ", missing)}, which the tokenizer does not have; choose a template "
                        + "that fits the model, such as alpaca or plain."
                );
        EndTokens = new HashSet<int>([EndOfAnswer, .. tokenizer.EndTokens]);
        _texts = tokenizer.Hiding(_specials.Values.Select(special => special.Id).ToHashSet());
    }

    /// <summary>The token that ends an answer in training.</summary>
    public int EndOfAnswer { get; }

    /// <summary>
    /// The tokens at which an answer is at its end: the template's, and the model's own, as generation in transformers stops. A base model
    /// that never saw the template goes on with another document after its own.
    /// </summary>
    public IReadOnlySet<int> EndTokens { get; }

    /// <summary>The tokens that a model is given to answer.</summary>
    /// <exception cref="InvalidDataException">There is a system message and the template has no place for one.</exception>
    public int[] Prompt(Conversation conversation)
    {
        var sequence = new LabelledIds();
        Append(_renderer.Prompt(conversation), sequence);
        return [.. sequence.Ids];
    }

    /// <summary>A training sequence: every assistant turn and what ends it is a label, nothing else.</summary>
    /// <returns>Token ids, and 1 for each label, 0 for each other token.</returns>
    /// <exception cref="InvalidDataException">There is a system message and the template has no place for one.</exception>
    public (int[] TokenIds, int[] LossMask) Sequence(Conversation conversation, string response)
    {
        var sequence = new LabelledIds();
        var pieces = _renderer.Prompt(conversation);
        pieces.AddRange(_renderer.Assistant.Labels(response));
        Append(pieces, sequence);
        return ([.. sequence.Ids], [.. sequence.Labels]);
    }

    /// <summary>A text outside the template, as the tokenizer begins one; it spells no token that the template places.</summary>
    public int[] Bare(string text) => _tokenizer.BeginOfText is { } begin ? [begin, .. _texts.Encode(text)] : _texts.Encode(text);

    /// <summary>
    /// A prompt and an answer to it that came as text, encoded as a training sequence encodes its response: as what follows the prompt.
    /// What ends an answer is left out, as nobody knows whether the model wrote it.
    /// </summary>
    /// <exception cref="InvalidDataException">There is a system message and the template has no place for one.</exception>
    public (int[] Prompt, int[] Answer) Exchange(Conversation conversation, string answer)
    {
        var sequence = new LabelledIds();
        var position = Append(_renderer.Prompt(conversation), sequence);
        return ([.. sequence.Ids], _texts.Encode(_renderer.Assistant.Written(answer), position));
    }

    private SpecialToken? Find(string token) =>
        token switch
        {
            TemplateText.Begin => _tokenizer.BeginOfText is { } begin ? _tokenizer.SpecialOf(begin) : null,
            TemplateText.End => _tokenizer.EndOfText is { } end ? _tokenizer.SpecialOf(end) : null,
            _ => _tokenizer.TryGetSpecial(token, out var special) ? special : null,
        };

    /// <summary>Appends pieces, and tells where a text after them stands.</summary>
    private TextPosition Append(List<TemplatePiece> pieces, LabelledIds sequence)
    {
        var first = pieces[0].IsSpecial ? _specials[pieces[0].Text].Id : -1;
        if (_tokenizer.BeginOfText is { } begin && begin != first)
        {
            sequence.Add(begin, 0);
        }

        var position = TextPosition.Beginning;
        var joined = TextRun.Join(pieces, _specials);
        foreach (var piece in joined)
        {
            if (piece.IsSpecial)
            {
                sequence.Add(_specials[piece.Text].Id, piece.IsLabel ? 1 : 0);
                position = TextPosition.Section;
            }
            else if (piece.Text.Length > 0)
            {
                sequence.AddRange(_texts.Encode(piece.Text, position), piece.IsLabel ? 1 : 0);
                position = TextPosition.Continuation;
            }
        }

        return position;
    }
}
