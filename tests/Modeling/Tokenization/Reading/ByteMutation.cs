namespace Pipeline.Tests.Modeling.Tokenization.Reading;

/// <summary>Damages a file: bytes changed, cut out, doubled, or the end lost.</summary>
internal static class ByteMutation
{
    public static byte[] Apply(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var edits = random.Next(1, 5); edits > 0 && bytes.Count > 1; edits--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 1);
                    break;
            }
        }

        return [.. bytes];
    }
}
