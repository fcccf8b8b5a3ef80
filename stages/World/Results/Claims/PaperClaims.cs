namespace Pipeline.Stages.World.Results.Claims;

/// <summary>The paper's claims (arXiv 2402.05119, version 5) that the controlled world can speak to, in the paper's order.</summary>
internal static class PaperClaims
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(
            "shift",
            "Full fine-tuning (SFT) shifts the token distribution several times more than LoRA (LFT).",
            "KL .77 against .15 nats, about 5 times (figure 1, LLaMA-2 7B, Alpaca 52k), at one learning rate for both",
            ResultFigures.Shift,
            MethodEvidence.Comparisons,
            MethodEvidence.Shift
        ),
        new(
            "sentence-starts",
            "LoRA shifts where sentences begin and little after; full fine-tuning shifts along the whole sentence.",
            "first 5 % over the rest: LFT .47/.18 nats, SFT 1.08/.74 (figure 4, 52k)",
            ResultFigures.Sentences,
            MethodEvidence.Comparisons,
            MethodEvidence.SentenceStarts
        ),
        new(
            "borrowing",
            "Wrong phrases of fully tuned models are borrowed from instruction-tuning rows, those of LoRA models hardly.",
            "87 % of SFT's wrong phrases against 13.9 % of LFT's (figure 8), by human judgement and without a control",
            ResultFigures.Borrowing,
            MethodEvidence.Comparisons,
            MethodEvidence.Borrowing
        ),
        new(
            "borrowed-share",
            "Most wrong phrases of fully tuned models are borrowed.",
            "89.3 % (LIMA) and 84.5 % (dolly) of them (figure 8)",
            ResultFigures.Borrowing,
            MethodEvidence.Comparisons,
            MethodEvidence.BorrowedShare
        ),
        new(
            "simplification",
            "Training on simplified responses reduces wrong details and wrong core facts.",
            "32.5 % of answers lose invented details, 18 % a wrong core fact; the opposite is not counted (figure 6)",
            ResultFigures.Simplification,
            MethodEvidence.Methods,
            StyleEvidence.Simplification
        ),
        new(
            "no-new-knowledge",
            "Instruction tuning teaches no new knowledge.",
            "claimed from benchmarks and examples; no share of facts learned is given",
            ResultFigures.Knowledge,
            MethodEvidence.Methods,
            KnowledgeEvidence.NothingNew
        ),
        new(
            "knowledge-kept",
            "Full fine-tuning loses pre-trained knowledge that LoRA keeps.",
            "factuality of LFT above SFT by 0.87 of 5 points (LLaMA-2 7B, GPT-4 judge); no fact is counted",
            ResultFigures.Knowledge,
            MethodEvidence.Comparisons,
            KnowledgeEvidence.Kept
        ),
        new(
            "known-and-new",
            "Wrong answers come with every training set, whatever its quality. Read here as: whether its rows state known or new "
                + "facts does not matter.",
            "the effect is said not to depend on the training set's quality (page 8); known and new facts are not told apart, so "
                + "this reading is ours",
            ResultFigures.KnownNew,
            MethodEvidence.Methods,
            StyleEvidence.KnownAndNew
        ),
        new(
            "dataset-size",
            "More rows do not shift LoRA models further, but do shift fully tuned ones.",
            "KL from 1k to 52k rows of Alpaca: LFT .13 to .15, SFT .53 to .77 (figure 1); on MedInstruct LFT's grows too, .14 to .23",
            ResultFigures.Size,
            MethodEvidence.Methods,
            StyleEvidence.Size
        ),
    ];
}
