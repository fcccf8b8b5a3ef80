using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>What embed stages that run a model are told, and the folders that they read.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
internal sealed class EmbeddingModels(BoundConfiguration configuration, PipelineSettings settings)
{
    private const string TypeKey = "stages.embed.type";
    private const string PoolingKey = "stages.embed.pooling";

    private SentenceForm? _form;

    private EmbedSettings Embed => settings.Stages.Embed;

    /// <summary>What the embedding by the base model is told.</summary>
    /// <exception cref="InputException">The settings ask for a pooling that a decoder does not have.</exception>
    public HiddenStateOptions ToHiddenStateOptions(TextSource source) =>
        new()
        {
            Rows = source,
            Text = Embed.Text,
            Layer = Embed.Layer,
            Pooling =
                Embed.Pooling is PoolingKind.Cls
                    ? throw configuration.Invalid(
                        PoolingKey,
                        "cls is the first token's state, which in a decoder has seen no other; expected mean, max or last."
                    )
                    : Embed.Pooling ?? PoolingKind.Mean,
            MaxLength = Embed.MaxLength ?? EmbedSettings.TokensOfHiddenStates,
            BatchSize = Embed.BatchSize ?? EmbedSettings.TextsOfHiddenStates,
            Precision = Embed.Precision,
            Device = Embed.Device,
        };

    /// <summary>What the embedding by a sentence encoder is told: what the settings say, and where they say nothing its folder.</summary>
    /// <exception cref="InputException">There is no encoder, or its folder cannot be used.</exception>
    public SentenceOptions ToSentenceOptions(TextSource source)
    {
        try
        {
            var form = _form ??= ReadForm(RequireEncoder().Absolute);
            return new SentenceOptions
            {
                Rows = source,
                Text = Embed.Text,
                Pooling = form.Pooling,
                MaxLength = form.MaxLength,
                BatchSize = Embed.BatchSize ?? EmbedSettings.TextsOfSentences,
                Device = Embed.Device,
            };
        }
        catch (InvalidDataException error)
        {
            throw configuration.Invalid("stages.embed.encoder", error.Message);
        }
    }

    /// <summary>The base model's folder.</summary>
    /// <exception cref="InputException">The settings give none.</exception>
    public ExternalInput ReadModel() =>
        new(
            HiddenStateEmbedStage.Model,
            (settings.Model ?? throw new InputException($"{TypeKey} is hidden_state, which needs a 'model'; tfidf needs none.")).Absolute,
            CheckpointWriter.Patterns
        );

    /// <summary>The encoder's folder.</summary>
    /// <exception cref="InputException">The settings give none.</exception>
    public ExternalInput ReadEncoder() => new(SentenceEmbedStage.Encoder, RequireEncoder().Absolute, SentenceEncoder.Patterns);

    /// <summary>Once a chain, and the whole folder but its weights: a plan of what would run is told of a bad one too.</summary>
    private SentenceForm ReadForm(string folder)
    {
        var form = SentenceForm.Read(folder, Embed.Pooling, Embed.MaxLength);
        _ = SentenceEncoder.Check(folder, form);
        return form;
    }

    private SettingPath RequireEncoder() =>
        Embed.Encoder
        ?? throw configuration.Invalid(
            TypeKey,
            "embedding by sentences needs an 'encoder': the folder of a sentence encoder, such as all-MiniLM-L6-v2."
        );
}
