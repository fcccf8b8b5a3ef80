using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>
/// What one family of decoders is: how its <c>config.json</c> is read, and how its decoder is built and named. A family is one file and an
/// entry in <see cref="ModelFamilies"/>.
/// </summary>
internal abstract class ModelFamily(string modelType, string architecture)
{
    /// <summary>The <c>model_type</c> of its configurations.</summary>
    public string ModelType { get; } = modelType;

    /// <summary>The class that its configurations name in <c>architectures</c>.</summary>
    public string Architecture { get; } = architecture;

    /// <summary>Reads a configuration of this family.</summary>
    /// <exception cref="InvalidDataException">A key is missing, malformed, or asks for what is not supported.</exception>
    public abstract ModelConfiguration Read(ConfigurationFile file);
}
