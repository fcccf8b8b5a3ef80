namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>Turns conversations into pieces by one template.</summary>
internal sealed class ConversationRenderer
{
    private readonly ChatTemplate _template;
    private readonly TemplateText? _system;
    private readonly TemplateText? _firstUser;
    private readonly TemplateText _user;
    private readonly TemplateText _input;
    private readonly TemplateText _assistant;

    /// <exception cref="InvalidDataException">A piece of the template is malformed; the message quotes it.</exception>
    public ConversationRenderer(ChatTemplate template)
    {
        _template = template;
        var specials = template.SpecialTokens;
        _system = template.System.Length == 0 ? null : TemplateText.Parse("system", template.System, specials, "content");
        _firstUser =
            template.FirstUser.Length == 0 ? null : TemplateText.Parse("first_user", template.FirstUser, specials, "system", "content");
        _user = TemplateText.Parse("user", template.User, specials, "content");
        _input = TemplateText.Parse("input", template.Input, [], "instruction", "input");
        if (_input.Segments.FirstOrDefault(segment => segment.Kind == SegmentKind.Special) is { Text: { } token })
        {
            throw new InvalidDataException(
                $"Chat template: input is '{template.Input}' with {token}, expected {{instruction}} and {{input}} only; tokens are "
                    + "placed by the turns."
            );
        }

        _assistant = TemplateText.Parse("assistant", template.Assistant, specials, "content");
        Assistant = new AssistantTurn(_assistant);
        SpecialTokens = new[] { _system, _firstUser, _user, _assistant }
            .SelectMany(text => text?.Segments ?? [])
            .Where(segment => segment.Kind == SegmentKind.Special)
            .Select(segment => segment.Text)
            .Append(Assistant.End)
            .ToHashSet();
    }

    public AssistantTurn Assistant { get; }

    /// <summary>The special tokens that the template places, <c>{bos}</c> and <c>{eos}</c> among them.</summary>
    public IReadOnlySet<string> SpecialTokens { get; }

    /// <summary>Whether a text of the template has a token's content in it; single characters do not count.</summary>
    public bool Spells(string token) =>
        token.Length > 1
        && new[] { _system, _firstUser, _user, _assistant }
            .SelectMany(text => text?.Segments ?? [])
            .Any(segment => segment.Kind == SegmentKind.Text && segment.Text.Contains(token, StringComparison.Ordinal));

    /// <summary>The pieces before the response: what a model is given to answer.</summary>
    /// <exception cref="InvalidDataException">There is a system message and the template has no place for one.</exception>
    public List<TemplatePiece> Prompt(Conversation conversation)
    {
        var pieces = new List<TemplatePiece>();
        var pending = System(conversation);
        if (pending is not null && _firstUser is null)
        {
            var turn =
                _system
                ?? throw new InvalidDataException(
                    "The chat template has neither 'system' nor 'first_user', so a system message has no place in it."
                );
            Append(pieces, turn, pending, "");
            pending = null;
        }

        foreach (var (role, content) in conversation.History)
        {
            if (role == TurnRole.Assistant)
            {
                pieces.AddRange(Assistant.Opening);
                pieces.AddRange(Assistant.Labels(content));
                pieces.AddRange(Assistant.Following);
            }
            else
            {
                User(pieces, ref pending, content);
            }
        }

        User(pieces, ref pending, Content(conversation));
        pieces.AddRange(Assistant.Opening);
        return pieces;
    }

    private static void Append(List<TemplatePiece> pieces, TemplateText turn, string content, string system)
    {
        foreach (var (kind, text) in turn.Segments)
        {
            pieces.Add(
                new TemplatePiece(
                    kind == SegmentKind.Placeholder
                        ? text == "system"
                            ? system
                            : content
                        : text,
                    IsSpecial: kind == SegmentKind.Special
                )
            );
        }
    }

    private string? System(Conversation conversation)
    {
        var system =
            conversation.System
            ?? (
                string.IsNullOrEmpty(conversation.Input) || _template.DefaultSystemWithInput.Length == 0
                    ? _template.DefaultSystem
                    : _template.DefaultSystemWithInput
            );
        return conversation.System is null && system.Length == 0 ? null : system;
    }

    private void User(List<TemplatePiece> pieces, ref string? system, string content)
    {
        Append(pieces, system is null ? _user : _firstUser!, content, system ?? "");
        system = null;
    }

    private string Content(Conversation conversation) =>
        string.IsNullOrEmpty(conversation.Input)
            ? conversation.Instruction
            : string.Concat(
                _input.Segments.Select(segment =>
                    segment.Kind != SegmentKind.Placeholder ? segment.Text
                    : segment.Text == "input" ? conversation.Input
                    : conversation.Instruction
                )
            );
}
