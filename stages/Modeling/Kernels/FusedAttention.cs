using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// Causal attention on the processor with its rotary embedding, forward and backward in loops of our own: no keys repeated for grouped
/// queries, no transposed copies, and half the products of the library's kernel, which multiply small matrices slowly.
/// </summary>
internal sealed class FusedAttention : autograd.SingleTensorFunction<FusedAttention>
{
    private const string Form = "form";
    private const string LogSumExps = "log-sum-exps";

    /// <inheritdoc />
    public override string Name => nameof(FusedAttention);

    /// <summary>Whether it can compute what a tensor is part of.</summary>
    public static bool Serves(Tensor x) =>
        Vector512.IsHardwareAccelerated
        && x.device_type == TorchSharp.DeviceType.CPU
        && x.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>softmax(scale · q kᵀ) v over each token and those before it.</summary>
    /// <param name="queries">[batch, length, heads, width].</param>
    /// <param name="keys">[batch, length, groups, width].</param>
    /// <param name="values">[batch, length, groups, width].</param>
    /// <param name="rotary">Cosines and sines [batch or 1, 1, length, rotated dimensions] by which queries and keys are rotated; null for
    /// not.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="type">The output's type, fp32 or bfloat16.</param>
    /// <returns>[batch, length, heads · width].</returns>
    public static Tensor Apply(
        Tensor queries,
        Tensor keys,
        Tensor values,
        (Tensor Cosine, Tensor Sine)? rotary,
        double scale,
        ScalarType type
    )
    {
        KernelInput.RequireAttention(queries, keys, values, rotary);
        var (shape, groups) = (queries.shape, keys.shape[2]);
        var form = new AttentionForm((int)shape[0], (int)shape[1], (int)shape[2], (int)groups, (int)shape[3], (float)scale);
        return apply(
            queries.contiguous(),
            keys.contiguous(),
            values.contiguous(),
            form,
            rotary is { } tables ? new Tables(tables.Cosine, tables.Sine) : "",
            type
        );
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (q, k, v, form) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (AttentionForm)vars[3]);
        var tables = vars[4] as Tables;
        var logSumExps = new float[(long)form.Batch * form.Heads * form.Length];
        ctx.save_data(Form, form);
        ctx.save_data(LogSumExps, logSumExps);
        ctx.save_for_backward(tables is null ? [q, k, v] : [q, k, v, tables.Cosine, tables.Sine]);
        var output = empty(form.Batch, form.Length, (long)form.Heads * form.Width, dtype: (ScalarType)vars[5]);
        var (queries, keys, values, rows) = (
            new HeadRows(q, form, form.Heads),
            new HeadRows(k, form, form.Groups),
            new HeadRows(v, form, form.Groups),
            new HeadRows(output, form, form.Heads)
        );
        var rotary = new RotaryRows(tables?.Cosine, tables?.Sine, form.Length);
        KernelTeam.Run(
            form.Batch * form.Groups,
            () => new AttentionForward(form),
            (piece, worker) => worker.Apply(queries, keys, values, rotary, rows, logSumExps, piece / form.Groups, piece % form.Groups)
        );
        return output;
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var (form, saved) = ((AttentionForm)ctx.get_data(Form), ctx.get_saved_variables());
        var (q, k, v, gradient) = (saved[0], saved[1], saved[2], grad_output.contiguous());
        var (queries, keys, values) = (empty_like(q), empty_like(k), empty_like(v));
        var rotary = saved.Count > 3 ? new RotaryRows(saved[3], saved[4], form.Length) : new RotaryRows(null, null, form.Length);
        var inputs = new AttentionBackward.Inputs(
            new HeadRows(q, form, form.Heads),
            new HeadRows(k, form, form.Groups),
            new HeadRows(v, form, form.Groups),
            rotary,
            new HeadRows(gradient, form, form.Heads),
            (float[])ctx.get_data(LogSumExps)
        );
        var gradients = new AttentionBackward.Gradients(
            new HeadRows(queries, form, form.Heads),
            new HeadRows(keys, form, form.Groups),
            new HeadRows(values, form, form.Groups)
        );
        KernelTeam.Run(
            form.Batch * form.Groups,
            () => new AttentionBackward(form),
            (piece, worker) => worker.Apply(inputs, gradients, piece / form.Groups, piece % form.Groups)
        );
        GC.KeepAlive(saved);
        GC.KeepAlive(gradient);
        return [queries.MoveToOuterDisposeScope(), keys.MoveToOuterDisposeScope(), values.MoveToOuterDisposeScope(), null!, null!, null!];
    }

    private sealed record Tables(Tensor Cosine, Tensor Sine);
}
