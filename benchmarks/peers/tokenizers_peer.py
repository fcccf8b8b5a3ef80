"""Hugging Face's tokenizers, timed: python3 tokenizers_peer.py TEXTS.json; then one line of input a round: METHOD TOKENIZER.JSON.

METHOD is encode_batch or encode_batch_fast (no offsets). Answers {"seconds", "tokens"}; one thread, special tokens left as text.
"""
import json
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from tokenizers import Tokenizer

texts = json.load(open(sys.argv[1], encoding="utf-8"))
known = {}
for line in sys.stdin:
    method, path = line.rstrip("\n").split(" ", 1)
    if path not in known:
        known = {path: Tokenizer.from_file(path)}
        known[path].no_truncation()
        known[path].no_padding()
        known[path].encode_special_tokens = True
    encode = getattr(known[path], method)
    start = time.perf_counter()
    ids = [encoding.ids for encoding in encode(texts, add_special_tokens=False)]
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "tokens": sum(map(len, ids))}), flush=True)
