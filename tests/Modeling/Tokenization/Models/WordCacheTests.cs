using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Tests.Modeling.Tokenization.Models;

public sealed class WordCacheTests
{
    [Fact]
    public void Every_word_found_has_the_ids_it_was_stored_with_however_full_the_cache_was()
    {
        var cache = new WordCache();
        var found = 0;
        for (var time = 0; time < 150_000; time++)
        {
            foreach (var number in new[] { time, time - 1000 })
            {
                var word = $"w{number}";
                var ids = new IdList();
                if (cache.TryAppend(word, ids, out var hash))
                {
                    found++;
                    Assert.Equal(Ids(number), ids.Span.ToArray());
                }
                else
                {
                    cache.Store(word, hash, Ids(number));
                }
            }
        }

        Assert.True(found > 10_000, $"{found} words were found");
    }

    private static int[] Ids(int number) => number % 3 == 0 ? [number] : [number, -number, number + 1];
}
