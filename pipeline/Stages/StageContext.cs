using Pipeline.Engine.Caching;
using Serilog;

namespace Pipeline.Engine.Stages;

/// <summary>What the engine offers a running stage beside its inputs. Nothing here may change the bytes of an artifact.</summary>
/// <param name="Node">The node's id in the plan, such as <c>generate/lft.alpaca</c>.</param>
/// <param name="Log">A logger that carries the node's id.</param>
/// <param name="CpuWorkers">How many threads managed work may use.</param>
/// <param name="Progress">Takes progress inside a unit of work.</param>
/// <param name="Volatile">Takes times, speeds and sizes for the run's own table; they are in no digest.</param>
/// <param name="Memo">Replies of request engines by request digest: saves work after a kill or an inserted row, never an artifact.</param>
public sealed record StageContext(
    string Node,
    ILogger Log,
    int CpuWorkers,
    IProgress<StageProgress> Progress,
    Action<string, double> Volatile,
    IMemo Memo
);
