using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Data.Tokenize;

/// <summary>Turns instances into training sequences: token ids, and a mask of the tokens that the model learns to write.</summary>
public sealed class TokenizeStage(TokenizeOptions options) : MapStage<TokenizedRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <summary>Whole: the folder that holds the tokenizer.</summary>
    public const string Model = "model";

    /// <inheritdoc />
    public override string Name => "tokenize";

    /// <inheritdoc />
    public override int Version => 3;

    /// <summary>The template's content, not its name: a template that is edited is another one.</summary>
    public override object Options => new { Template = options.FindTemplate(), options.MaxLength };

    /// <inheritdoc />
    public override ValueTask<IPartTransform<TokenizedRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var encoder = new ConversationEncoder(TokenizerFile.Load(inputs[Model].Folder!), options.FindTemplate());
        return ValueTask.FromResult<IPartTransform<TokenizedRow>>(new SequenceTokenizer(options, encoder, context.Log));
    }
}
