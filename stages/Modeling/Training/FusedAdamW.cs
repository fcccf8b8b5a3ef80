using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) in one native call a step for all parameters. Its state is plain tensors, so that training can be
/// resumed exactly.
/// </summary>
internal sealed class FusedAdamW : IDisposable
{
    // Numbers travel in a tensor: for a plain number the binding makes a temporary native object, which the garbage collector may free
    // before the call has read it.
    private const string Source = """
        def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], n: Tensor):
            torch._foreach_add_(s, 1.0)
            torch._fused_adamw_(p, g, m, v, [], s, lr=float(n[0]), beta1=float(n[1]), beta2=float(n[2]), weight_decay=float(n[3]), eps=float(n[4]), amsgrad=False, maximize=False)

        def norm(g: List[Tensor]):
            return torch.norm(torch.stack(torch._foreach_norm(g, 2)))

        def scale(g: List[Tensor], n: Tensor):
            torch._foreach_mul_(g, float(n[0]))

        """;

    private static readonly Lazy<jit.CompilationUnit> _native = new(() => jit.compile(Source));

    private readonly Tensor[] _parameters;
    private readonly Tensor[] _firstMoments;
    private readonly Tensor[] _secondMoments;
    private readonly Tensor[] _steps;
    private readonly int[] _decayed;
    private readonly int[] _spared;
    private readonly AdamWSettings _settings;

    /// <summary>An optimiser over tensors that require gradients, in a fixed order.</summary>
    public FusedAdamW(IReadOnlyList<Tensor> parameters, AdamWSettings settings)
    {
        _settings = settings;
        _parameters = [.. parameters];
        _firstMoments = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        _secondMoments = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        _steps =
        [
            .. parameters.Select(parameter => zeros(Array.Empty<long>(), ScalarType.Float32, parameter.device).DetachFromDisposeScope()),
        ];
        var places = parameters
            .Select((parameter, index) => (parameter, index))
            .ToLookup(place => settings.DecayVectors || place.parameter.dim() > 1, place => place.index);
        _decayed = [.. places[true]];
        _spared = [.. places[false]];
    }

    /// <summary>The state by name: first and second moments of each parameter by its index, and the step count.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State
    {
        get
        {
            for (var i = 0; i < _parameters.Length; i++)
            {
                yield return KeyValuePair.Create($"optimizer.{i:D5}.first", _firstMoments[i]);
                yield return KeyValuePair.Create($"optimizer.{i:D5}.second", _secondMoments[i]);
                yield return KeyValuePair.Create($"optimizer.{i:D5}.step", _steps[i]);
            }
        }
    }

    /// <summary>
    /// Clips the gradients to a norm (0 for no limit), updates the parameters and frees the gradients. Where the norm is no finite number,
    /// parameters and state stay as they are.
    /// </summary>
    /// <returns>The Euclidean norm of all gradients before clipping.</returns>
    public double Step(double learningRate, double maximumNorm)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var gradients = _parameters.Select(parameter => parameter.grad!).ToArray();
        double norm = ((Tensor)_native.Value.invoke("norm", (object)gradients)).item<float>();
        if (double.IsFinite(norm))
        {
            if (maximumNorm > 0 && norm > maximumNorm)
            {
                // The small addend is what PyTorch's clip_grad_norm_ uses.
                _native.Value.invoke("scale", gradients, Numbers(maximumNorm / (norm + 1e-6)));
            }

            Update(_decayed, gradients, learningRate, _settings.WeightDecay);
            Update(_spared, gradients, learningRate, 0);
        }

        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }

        return norm;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _firstMoments.Concat(_secondMoments).Concat(_steps))
        {
            tensor.Dispose();
        }
    }

    private void Update(int[] places, Tensor[] gradients, double learningRate, double weightDecay)
    {
        if (places.Length == 0)
        {
            return;
        }

        Tensor[] At(Tensor[] all) => places.Length == all.Length ? all : [.. places.Select(place => all[place])];
        _native.Value.invoke(
            "step",
            At(_parameters),
            At(gradients),
            At(_firstMoments),
            At(_secondMoments),
            At(_steps),
            Numbers(learningRate, _settings.Beta1, _settings.Beta2, weightDecay, _settings.Epsilon)
        );
    }

    private static Tensor Numbers(params double[] values) => tensor(values, ScalarType.Float64);
}
