using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Which documents hold which terms how often: all that BM25 computes scores from, whatever its parameters are. Terms are numbered from 0
/// on as they first occur.
/// </summary>
public sealed class Bm25Postings
{
    private readonly Dictionary<string, int> _numbers;

    private Bm25Postings(Dictionary<string, int> numbers, IReadOnlyList<string> terms, int[] lengths, (int[], int[], int[]) postings)
    {
        (_numbers, Terms, Lengths) = (numbers, terms, lengths);
        (Starts, Documents, Counts) = postings;
    }

    /// <summary>The terms by their numbers.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>For each document how many terms it has, repeated ones counted again.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Where each term's postings begin, and at the end where the last one's end.</summary>
    internal int[] Starts { get; }

    /// <summary>The documents that hold a term, ascending.</summary>
    internal int[] Documents { get; }

    /// <summary>How often each of them holds it.</summary>
    internal int[] Counts { get; }

    /// <summary>The postings of documents.</summary>
    /// <param name="documents">The terms of each document, in any order, as often as they occur.</param>
    public static Bm25Postings Build(IEnumerable<IReadOnlyList<string>> documents)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var terms = new List<string>();
        var lengths = new List<int>();
        var postings = new List<List<(int Document, int Count)>>();
        foreach (var document in documents)
        {
            foreach (var term in document)
            {
                if (!numbers.TryGetValue(term, out var number))
                {
                    numbers.Add(term, number = terms.Count);
                    terms.Add(term);
                    postings.Add([]);
                }

                var posting = CollectionsMarshal.AsSpan(postings[number]);
                if (posting.Length > 0 && posting[^1].Document == lengths.Count)
                {
                    posting[^1].Count++;
                }
                else
                {
                    postings[number].Add((lengths.Count, 1));
                }
            }

            lengths.Add(document.Count);
        }

        var starts = new int[terms.Count + 1];
        for (var term = 0; term < terms.Count; term++)
        {
            starts[term + 1] = checked(starts[term] + postings[term].Count);
        }

        return new Bm25Postings(
            numbers,
            terms,
            [.. lengths],
            (
                starts,
                [.. postings.SelectMany(posting => posting.Select(entry => entry.Document))],
                [.. postings.SelectMany(posting => posting.Select(entry => entry.Count))]
            )
        );
    }

    /// <summary>The number of a term; false where no document has it.</summary>
    public bool TryGetNumber(string term, out int number) => _numbers.TryGetValue(term, out number);

    /// <summary>Writes them behind what a file has already.</summary>
    internal void Write(IndexFileWriter file)
    {
        file.Write(Lengths.Count, Terms.Count, Documents.Length);
        file.Write([.. Lengths]);
        file.Write(Terms);
        file.Write(Starts);
        file.Write(Documents);
        file.Write(Counts);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It does not fit together; the message names the file.</exception>
    internal static Bm25Postings Read(IndexFileReader file)
    {
        var documents = file.ReadNumber("number of documents", 0, int.MaxValue - 1);
        var terms = file.ReadNumber("number of terms", 0, int.MaxValue - 1);
        var postings = file.ReadNumber("number of postings", terms, int.MaxValue);
        var lengths = file.ReadNumbers(documents, "length", 0, int.MaxValue);
        var texts = file.ReadTexts(terms, "term");
        var starts = file.ReadStarts(terms + 1, "first posting of term", postings);
        var holders = file.ReadNumbers(postings, "document of posting", 0, Math.Max(0, documents - 1));
        var counts = file.ReadNumbers(postings, "count of posting", 1, int.MaxValue);
        var numbers = new Dictionary<string, int>(terms, StringComparer.Ordinal);
        var found = new long[documents];
        for (var term = 0; term < terms; term++)
        {
            if (!numbers.TryAdd(texts[term], term))
            {
                throw file.Invalid($"term {term}, '{texts[term]}', is there twice");
            }

            for (var i = starts[term]; i < starts[term + 1]; i++)
            {
                if (i > starts[term] && holders[i] <= holders[i - 1])
                {
                    throw file.Invalid($"posting {i} is of document {holders[i]}; expected one after {holders[i - 1]}");
                }

                found[holders[i]] += counts[i];
            }
        }

        for (var document = 0; document < documents; document++)
        {
            if (found[document] != lengths[document])
            {
                throw file.Invalid($"document {document} has {lengths[document]} terms and postings of {found[document]}");
            }
        }

        return new Bm25Postings(numbers, texts, lengths, (starts, holders, counts));
    }
}
