"""Vectors as a user of transformers makes them: FOLDER TEXTS.JSON LENGTH. Each line on stdin is one round over the texts: tokenize, sort by length, encode in
batches of 32, mean over the tokens, unit length. Answers {"seconds", "sum"}.
"""
import json, os, sys, time

folder, texts, length = sys.argv[1:]
import torch
from transformers import AutoModel, AutoTokenizer

torch.set_num_threads(os.cpu_count())
tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
texts = json.load(open(texts))

for line in sys.stdin:
    started = time.perf_counter()
    total = 0.0
    with torch.inference_mode():
        ids = tokenizer(texts, truncation=True, max_length=int(length))["input_ids"]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for at in range(0, len(order), 32):
            batch = tokenizer.pad({"input_ids": [ids[i] for i in order[at : at + 32]]}, return_tensors="pt")
            hidden = model(**batch).last_hidden_state
            mask = batch["attention_mask"].unsqueeze(-1).float()
            mean = (hidden * mask).sum(1) / mask.sum(1)
            total += float(torch.nn.functional.normalize(mean).sum(dtype=torch.float64))
    print(json.dumps({"seconds": time.perf_counter() - started, "sum": total}), flush=True)
