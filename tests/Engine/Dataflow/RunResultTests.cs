using Pipeline.Engine;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class RunResultTests
{
    private static readonly StageFailedException _input = new("a", null, new InputException("bad"));
    private static readonly StageFailedException _data = new("b", 1, new InvalidDataException("bad"));
    private static readonly StageFailedException _fault = new("c", null, new InvalidOperationException("broken"));

    [Fact]
    public void What_failed_decides_how_a_run_ended_and_then_whether_all_is_there()
    {
        Assert.Equal(RunOutcome.Completed, RunResult.OutcomeOf([], complete: true));
        Assert.Equal(RunOutcome.Cancelled, RunResult.OutcomeOf([], complete: false));
        Assert.Equal(RunOutcome.BadInput, RunResult.OutcomeOf([_input, _data], complete: true));
        Assert.Equal(RunOutcome.Failed, RunResult.OutcomeOf([_input, _fault], complete: false));
        Assert.Equal(RunOutcome.Failed, RunResult.OutcomeOf([_fault], complete: true));
    }

    [Theory]
    [InlineData(RunOutcome.Completed, 0)]
    [InlineData(RunOutcome.BadInput, 2)]
    [InlineData(RunOutcome.Failed, 1)]
    [InlineData(RunOutcome.Cancelled, 130)]
    public void Every_outcome_has_its_exit_code(RunOutcome outcome, int code) =>
        Assert.Equal(code, new RunResult(outcome, [], new Dictionary<StageNode, Pipeline.Engine.Artifacts.Artifact>(), [], 0, 0).ExitCode);

    [Fact]
    public void A_failure_names_its_node_and_part()
    {
        Assert.Equal(("a: bad", "a", null), (_input.Message, _input.Node, _input.Part));
        Assert.Equal(("b, part 1: bad", "b", 1), (_data.Message, _data.Node, _data.Part));
    }
}
