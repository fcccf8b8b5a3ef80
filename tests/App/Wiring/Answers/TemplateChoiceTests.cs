using Pipeline.App.Wiring.Answers;
using Pipeline.Engine;

namespace Pipeline.Tests.App.Wiring.Answers;

/// <summary>A model from elsewhere has its own template, or that of the others.</summary>
public sealed class TemplateChoiceTests : IDisposable
{
    private const string Settings =
        "models: { own: { path: model, template: vicuna }, plain: { path: model }, wrong: { path: model, template: nobody } }\n"
        + "stages: { tokenize: { template: chatml } }";

    private readonly ChainFixture _chain = new();

    [Fact]
    public void A_models_own_template_stands_before_that_of_all()
    {
        var templates = Find();

        Assert.Contains("USER:", templates.FindForModel("own").User, StringComparison.Ordinal);
        Assert.Equal(templates.FindDefault(), templates.FindForModel("plain"));
        Assert.Contains("<|im_start|>", templates.FindDefault().User, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_there_is_not_is_named_with_its_setting() =>
        Assert.Contains(
            "models.wrong.template: There is no chat template 'nobody'",
            Assert.Throws<InputException>(() => Find().FindForModel("wrong")).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();

    private TemplateChoice Find()
    {
        var configuration = _chain.Bind(Settings);
        return new TemplateChoice(configuration, configuration.As<Pipeline.App.Settings.PipelineSettings>());
    }
}
