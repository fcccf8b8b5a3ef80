using Pipeline.Engine;

namespace Pipeline.Stages.World.Make.Corpus;

/// <summary>
/// The pre-training text: pages about every known entity, pages about passing entities whose facts are drawn anew each time, half of them
/// followed by a second page on the same facts (so that the base learns to read as well as to remember), and pages that state nothing.
/// </summary>
internal static class CorpusPages
{
    private const double PassingShare = 0.2;
    private const double EncounterShare = 0.1;
    private const double PassingFactShare = 0.6;
    private const int FewestPassingFacts = 2;

    /// <summary>The most pages about known entities: all are in memory until they are shuffled.</summary>
    private const int Most = 2_000_000;

    /// <summary>The pages in random order.</summary>
    /// <param name="world">The world.</param>
    /// <param name="pagesPerEntity">Pages about each known entity.</param>
    /// <param name="seed">Seed of the texts.</param>
    /// <param name="cancellation">Looked at before every page.</param>
    /// <exception cref="InputException">They would be too many.</exception>
    public static IReadOnlyList<string> Write(FictionalWorld world, int pagesPerEntity, int seed, CancellationToken cancellation)
    {
        var asked = (long)world.Known.Count * pagesPerEntity;
        if (asked > Most)
        {
            throw new InputException(
                $"world.corpus.pages_per_entity: {pagesPerEntity} pages about each of {world.Known.Count} known entities are {asked}; at most "
                    + $"{Most} are written. Set fewer pages, or a smaller world.known_entities."
            );
        }

        var random = new WorldRandom(world.Options.Seed, $"corpus {seed}");
        var plain = new PlainPages(random);
        var headed = new HeadedPages(random, plain);
        var pages = new List<string>();
        foreach (var entity in Enumerable.Repeat(world.Known, pagesPerEntity).SelectMany(known => known))
        {
            cancellation.ThrowIfCancellationRequested();
            pages.Add(
                random.Chance(0.65) ? headed.Page(entity)
                : random.Chance(0.7) ? string.Join(' ', plain.Biography(entity))
                : plain.Record(entity)
            );
        }

        var about = pages.Count;
        for (var i = 0; i < (int)(about * PassingShare); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var entity = world.Passing(random, PassingFactShare, FewestPassingFacts);
            var page = random.Chance(0.4) ? string.Join(' ', plain.Biography(entity)) : headed.Page(entity);
            pages.Add(random.Chance(0.5) ? $"{page}\n\n{headed.Page(entity)}" : page);
        }

        for (var i = 0; i < (int)(about * EncounterShare); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            pages.Add(plain.Encounter(world.Passing(random, 0, 0).Name, world.Passing(random, 0, 0).Name));
        }

        return random.Shuffled(pages);
    }
}
