using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Weights;

/// <summary>Reading and writing of safetensors, honest and not.</summary>
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SafetensorsFileTests() => NativeTorch.Load();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_outlives_its_file_and_writing_to_it_leaves_the_file_alone()
    {
        var path = Path.Combine(_folder.Root, "weights.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["a"] = arange(6, ScalarType.Float32).view(2, 3), ["b"] = ones(4) });
        var before = File.ReadAllBytes(path);
        Tensor read;
        using (var file = SafetensorsFile.Open(path))
        {
            read = file.Read("a");
            file.Read("a").Dispose();
        }

        File.Delete(path);
        Assert.Equal([0f, 1, 2, 3, 4, 5], read.data<float>().ToArray());
        read.add_(1);
        File.WriteAllBytes(path, before);
        using var again = SafetensorsFile.Open(path);

        Assert.Equal([1f, 2, 3, 4, 5, 6], read.data<float>().ToArray());
        Assert.Equal([0f, 1, 2, 3, 4, 5], again.Read("a").data<float>().ToArray());
        read.Dispose();
    }

    [Fact]
    public void A_pointer_in_place_of_the_weights_is_called_one()
    {
        var path = _folder.Write("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 1234\n");

        Assert.Contains(
            "is a pointer of Git LFS, not the weights; fetch them",
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Every_float_type_is_written_and_read_in_every_other(ScalarType stored)
    {
        var path = Path.Combine(_folder.Root, "weights.safetensors");
        var values = arange(-8, 8, ScalarType.Float32) / 4;
        SafetensorsWriter.Write(
            path,
            new Dictionary<string, Tensor>
            {
                ["a"] = values,
                ["empty"] = zeros(0, 3),
                ["scalar"] = tensor(2f),
            },
            stored
        );

        using var file = SafetensorsFile.Open(path);

        Assert.Equal(stored, file.Entries["a"].Type);
        Assert.Equal([0L, 3], file.Read("empty").shape);
        Assert.Equal(2, file.Read("scalar", ScalarType.Float32, TestContext.Current.CancellationToken).item<float>());
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16 })
        {
            var read = file.Read("a", type, TestContext.Current.CancellationToken);
            Assert.Equal(type, read.dtype);
            Assert.Equal(values.data<float>().ToArray(), read.to(ScalarType.Float32).data<float>().ToArray());
        }
    }

    [Fact]
    public void Data_at_an_odd_offset_is_read_as_it_is()
    {
        const string Header =
            """{"byte":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""";
        using var file = SafetensorsFile.Open(SafetensorsImage.Write(_folder.Root, Header, 9));

        var expected = File.ReadAllBytes(Path.Combine(_folder.Root, "model.safetensors"))[^8..];

        Assert.Equal(expected, file.Read("a").bytes.ToArray());
    }

    [Fact]
    public void Equal_tensors_are_told_from_others()
    {
        var path = Path.Combine(_folder.Root, "weights.safetensors");
        SafetensorsWriter.Write(
            path,
            new Dictionary<string, Tensor>
            {
                ["a"] = ones(3, 2),
                ["same"] = ones(3, 2),
                ["shape"] = ones(2, 3),
                ["value"] = zeros(3, 2),
                ["type"] = ones(3, 2, ScalarType.BFloat16),
            }
        );
        using var file = SafetensorsFile.Open(path);

        Assert.True(file.IsSame("a", file, "same"));
        Assert.All(["shape", "value", "type"], other => Assert.False(file.IsSame("a", file, other)));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "outside of the 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "outside of the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "outside of the 8 bytes")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[9223372036854775800],"data_offsets":[0,9223372036854775800]}}""",
        8,
        "outside of the 8 bytes"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes but has 8")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""",
        8,
        "'a' needs more bytes than any file has"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", 8, "outside of the 8 bytes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "'b' overlaps"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "4 bytes after the last tensor")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "has type F8_E4M3")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "'a' is there twice"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "not what safetensors defines: tensor 'a' has no data_offsets.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""",
        8,
        "not what safetensors defines: shape of tensor 'a' holds 1.5, expected whole numbers."
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":{},"data_offsets":[0,8]}}""",
        8,
        "shape of tensor 'a' is an object, expected a list of whole numbers."
    )]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8, "dtype of tensor 'a' is 7, expected a text.")]
    [InlineData("""{"a":[2]}""", 8, "tensor 'a' is a list, expected an object.")]
    [InlineData("""{"\ud800":[2]}""", 8, "a name has half a surrogate pair")]
    [InlineData("""[]""", 8, "not what safetensors defines: it is a list, expected an object.")]
    [InlineData("""{"a":""", 8, "it is not valid JSON: in line 1, byte 5, found the end, expected a value.")]
    [InlineData("""{"a":[[[[[[[[[[0]]]]]]]]]]}""", 8, "found '[', expected at most 8 structures inside each other.")]
    public void A_header_that_lies_is_refused(string header, int dataBytes, string message)
    {
        var path = SafetensorsImage.Write(_folder.Root, header, dataBytes);

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(100UL)]
    public void A_header_longer_than_the_file_is_refused(ulong claimed)
    {
        var path = SafetensorsImage.Write(_folder.Root, "{}", 0, claimed);

        Assert.Contains(
            $"claims {claimed} bytes",
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_file_that_is_cut_short_after_it_was_opened_is_refused_by_name(ScalarType type)
    {
        var path = Path.Combine(_folder.Root, "weights.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["a"] = ones(300, 400), ["b"] = ones(300, 400) });
        using var file = SafetensorsFile.Open(path);
        using var before = file.Read("a", type, TestContext.Current.CancellationToken);

        using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(4096);
        }

        // What was read is the process's own; in a file that is mapped, the next line would end the process by a signal.
        Assert.Equal(120_000, before.to(ScalarType.Float32).sum().item<float>());
        Assert.Matches(
            $@"^{System.Text.RegularExpressions.Regex.Escape(path)} ends before byte \d+, which was there when it was opened: another program has cut it short\.$",
            Assert.Throws<InvalidDataException>(() => file.Read("b", type, TestContext.Current.CancellationToken)).Message
        );
    }

    [Fact]
    public void Reading_stops_between_two_pieces()
    {
        var path = Path.Combine(_folder.Root, "weights.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["a"] = ones(4) });
        using var file = SafetensorsFile.Open(path);

        Assert.Throws<OperationCanceledException>(() => file.Read("a", ScalarType.Float32, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => file.Read("a", ScalarType.BFloat16, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_file_too_short_or_absent_is_refused()
    {
        var path = Path.Combine(_folder.Root, "short.safetensors");
        File.WriteAllBytes(path, [1, 2, 3]);

        Assert.Contains(
            "it has 3 bytes",
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is missing",
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path + "x")).Message,
            StringComparison.Ordinal
        );
    }
}
