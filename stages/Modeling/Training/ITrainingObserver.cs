namespace Pipeline.Modeling.Training;

/// <summary>Is told how training goes.</summary>
public interface ITrainingObserver
{
    /// <summary>Training starts, or resumes after <paramref name="done"/> of <paramref name="total"/> steps.</summary>
    void Started(int done, int total, double paddingShare);

    /// <summary>A step is done.</summary>
    void Stepped(TrainingStep step, int total);

    /// <summary>Resumable state was saved.</summary>
    void Saved();
}
