namespace Pipeline.Modeling.Training;

/// <summary>Is told how training goes.</summary>
public interface ITrainingObserver
{
    /// <summary>Training starts, or resumes.</summary>
    void Started(TrainingStart start);

    /// <summary>A saved state was damaged and is not used.</summary>
    void Discarded(string reason);

    /// <summary>A step is done.</summary>
    void Stepped(TrainingStep step, int total);

    /// <summary>Resumable state was saved.</summary>
    void Saved();

    /// <summary>Training stopped before its last step; the weights of the best step are kept.</summary>
    void StoppedEarly(TrainingStep best);
}
