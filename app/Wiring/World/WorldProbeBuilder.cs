using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.Engine;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Wiring.World;

/// <summary>Wires what models kept and learned of the fictional world: asked outside the template, and about the facts of their
/// training rows in it.</summary>
/// <param name="settings">The settings.</param>
/// <param name="answers">Let models answer.</param>
/// <param name="world">Makes the questions.</param>
/// <param name="origins">Say which datasets are about the world.</param>
/// <param name="measures">Hold answers against the truth.</param>
internal sealed class WorldProbeBuilder(
    PipelineSettings settings,
    AnswerBuilder answers,
    WorldDataBuilder world,
    WorldOrigins origins,
    WorldMeasureBuilder measures
)
{
    /// <summary>Adds nothing to a text that a model is to go on with.</summary>
    private static readonly ChatTemplate _continuation = new() { User = "{content}", Assistant = "{content}{eos}" };

    /// <summary>The probes of a model; prompts are about the world.</summary>
    /// <param name="model">The model.</param>
    public IEnumerable<WorldProbe> Build(ComparedModel model)
    {
        var (probes, generate) = (settings.Stages.WorldProbes, settings.Stages.Generate);
        var added = origins.Find(model.Dataset?.Name) is { } origin ? CountNewFacts(origin.Rows) : 0;
        foreach (var form in probes.Forms.Where(form => form != WorldForm.Instruction && probes.Known + added > 0))
        {
            yield return Probe(
                model,
                form,
                probes.Known,
                added,
                generate with
                {
                    Template = _continuation,
                    MaxNewTokens = probes.MaxNewTokens,
                    StopStrings = ["."],
                    Samples = 1,
                    Temperature = 0,
                    RepetitionPenalty = 1,
                }
            );
        }

        if (added > 0)
        {
            yield return Probe(model, WorldForm.Instruction, 0, added, generate with { Template = model.Template });
        }
    }

    private WorldProbe Probe(ComparedModel model, WorldForm form, int known, int added, GenerateOptions generate)
    {
        var (name, origin) = (form.Spell(), added > 0 ? origins.Find(model.Dataset!.Name) : null);
        var options = new WorldPromptsOptions
        {
            World = settings.World,
            Dataset = $"probes-{name}",
            Form = form,
            Known = known,
            New = added,
            Learned = origin is null ? null : WorldDataBuilder.ListInstructions(settings, origin.Name, origin.Rows),
            Seed = settings.Prompts!.World!.Seed,
            PartRows = settings.Stages.Ingest.PartRows,
        };
        var prompts = world.BuildPrompts($"{name}-{origin?.Name ?? "known"}", options);
        var id = $"{model.Name}@{name}";
        return new WorldProbe(
            name,
            measures.Build(id, model.Dataset, answers.Build(id, model.Name, generate, prompts, model.Weights), prompts)
        );
    }

    private int CountNewFacts(WorldDatasetSettings rows) =>
        Math.Min(
            settings.Stages.WorldProbes.New,
            rows.Facts switch
            {
                WorldFacts.New => rows.Rows,
                WorldFacts.Mixed => rows.Rows / 2,
                _ => 0,
            }
        );
}
