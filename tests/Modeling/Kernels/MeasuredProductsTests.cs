using System.Runtime.Intrinsics;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Kernels;

/// <summary>The measurement by which products of linear layers are chosen: made once, kept, and made anew where what was kept is not to be
/// trusted.</summary>
public sealed class MeasuredProductsTests : IDisposable
{
    private const string Machine = "a processor; 2 threads";
    private readonly TemporaryFolder _folder = new();
    private int _measured;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, 2.0, true)]
    [InlineData(true, 1.0, false)]
    [InlineData(false, 2.0, false)]
    public void Loops_of_our_own_are_taken_where_they_have_the_librarys_bits_and_are_clearly_faster(bool same, double speed, bool taken) =>
        Assert.Equal(taken, new ProductMeasurement(same, speed).TakesOwn);

    [Fact]
    public void A_machine_measures_once_and_another_type_for_itself()
    {
        var first = Products(Machine).Get();
        var again = Products(Machine).Get();
        Assert.Equal((first, 1), (again, _measured));

        Products("another processor; 2 threads").Get();
        Assert.Equal(2, _measured);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a measurement")]
    [InlineData("a processor; 2 threads\nTrue\n9\nabc\n")]
    public void A_damaged_file_is_measured_over(string text)
    {
        var products = Products(Machine);
        products.Get();
        File.WriteAllText(products.Path, text);

        Assert.Equal(new ProductMeasurement(true, 1.5), Products(Machine).Get());
        Assert.Equal(new ProductMeasurement(true, 1.5), Products(Machine).Get());
        Assert.Equal(2, _measured);
    }

    [Fact]
    public void Every_flipped_bit_is_seen()
    {
        var products = Products(Machine);
        products.Get();
        var bytes = File.ReadAllBytes(products.Path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i] ^= 2;
            File.WriteAllBytes(products.Path, flipped);
            _measured = 0;

            Products(Machine).Get();

            Assert.Equal((i, 1), (i, _measured));
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_costs_a_measurement_and_no_error()
    {
        var file = Path.Combine(_folder.Root, "file");
        File.WriteAllText(file, "");

        Assert.Equal(1.5, new MeasuredProducts(Path.Combine(file, "below"), Machine, Measure).Get().Speed);
    }

    [Fact]
    public void What_is_measured_is_a_speed_and_a_comparison_of_bits()
    {
        NativeTorch.Load();
        var measured = ProductMeasurement.Measure();

        Assert.Equal(Vector512.IsHardwareAccelerated, measured.Speed > 0);
        Assert.True(double.IsFinite(measured.Speed));
        Assert.Contains(" threads; vectors of ", MachineType.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', MachineType.Describe());
    }

    [Theory]
    [InlineData(null, KernelChoice.Measured)]
    [InlineData("", KernelChoice.Measured)]
    [InlineData("measured", KernelChoice.Measured)]
    [InlineData("own", KernelChoice.Own)]
    [InlineData("library", KernelChoice.Library)]
    public void The_environment_names_a_choice(string? value, KernelChoice expected) => Assert.Equal(expected, KernelChoices.Parse(value));

    [Fact]
    public void A_choice_that_there_is_not_is_refused_with_those_that_there_are() =>
        Assert.Equal(
            "PIPELINE_KERNELS is 'fast'; expected measured, own or library.",
            Assert.Throws<InvalidDataException>(() => KernelChoices.Parse("fast")).Message
        );

    private MeasuredProducts Products(string machine) => new(Path.Combine(_folder.Root, "cache"), machine, Measure);

    private ProductMeasurement Measure()
    {
        _measured++;
        return new ProductMeasurement(true, 1.5);
    }
}
