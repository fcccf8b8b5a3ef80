using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>A model that is being read for answering lets go when the run is stopped.</summary>
public sealed class LoadCancellationTests
{
    private static readonly string _folder = Repository.PathOf("data", "world");

    [Fact]
    public void Reading_weights_stops_when_asked_to_and_the_next_holder_reads_them_for_himself()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => TunedVectorModel.Untuned(_folder, "digest of the test", source.Token));

        using var model = TunedVectorModel.Untuned(_folder, "digest of the test", TestContext.Current.CancellationToken);
        Assert.NotEmpty(model.Weights.LinearLayers);
    }

    [Fact]
    public void So_does_libtorch_s_path()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            TunedTensorModel.Load(_folder, null, Precision.Float32, ComputeDevice.Cpu, source.Token)
        );
    }
}
