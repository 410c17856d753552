"""A teacher for the marks of acts: the small pretrained encoder of training/syntax, fine-tuned to say which words
tell of an act between states, of which kind, and which names act or are acted on.

    python teacher.py train TRAIN.conllu DEV.conllu acts.pt [PASSES]
    python teacher.py label acts.pt SILVER.conllu.gz OUT.conllu.gz

TRAIN and DEV are what `go run ./training/acts` writes. label adds the
marks to the last column of trees; a word is marked where an act is likelier than SURE.
"""

import gzip, json, os, random, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "syntax"))
import teacher as base
import torch
import torch.nn as nn
import torch.nn.functional as F

ACTS = ["O", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
        "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
PARTS = ["O", "S", "T", "B"]
SURE = float(os.environ.get("SURE", "0.4"))
BATCH = 1200  # words


def read(path):
    """Sentences with their marks."""
    out, rows = [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            rows.append(line.split("\t"))
        elif not line and rows:
            misc = [dict(f.split("=", 1) for f in r[9].split("|") if "=" in f) for r in rows]
            out.append({"words": [r[1] for r in rows], "acts": [ACTS.index(m.get("Act", "O")) for m in misc],
                        "parts": [PARTS.index(m.get("Part", "O")) for m in misc]})
            rows = []
    return out


class Marker(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.encoder = base.Encoder(config)
        d = config["hidden_size"]
        self.acts = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Dropout(0.2), nn.Linear(d, len(ACTS)))
        self.parts = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Dropout(0.2), nn.Linear(d, len(PARTS)))

    def forward(self, b):
        x = self.encoder(b["ids"], b["shapes"], b["mask"])
        x = x.gather(1, b["first"][..., None].expand(-1, -1, x.shape[2]))
        x = F.dropout(x, 0.2, self.training)
        return self.acts(x).float(), self.parts(x).float()


def maker():
    tok = base.Tokenizer.from_file(base.home() + "/tokenizer.json")
    tok.no_padding(); tok.no_truncation()
    return base.Batches(tok)


def predict(model, make, sentences):
    model.eval()
    out = [None] * len(sentences)
    with torch.no_grad():
        for batch in base.parted(sentences, 6000):
            t = make.tensors([sentences[i] for i in batch])
            with torch.autocast("cpu", torch.bfloat16):
                a, p = model(t)
            a, p = a.softmax(-1), p.argmax(-1)
            best, none = a[..., 1:].max(-1), a[..., 0]
            for r, i in enumerate(batch):
                n = len(sentences[i]["words"])
                out[i] = ([k + 1 if 1 - z > SURE else 0 for k, z in zip(best.indices[r, :n].tolist(), none[r, :n].tolist())], p[r, :n].tolist())
    return out


def measure(model, make, data):
    c = dict.fromkeys(("g", "p", "word", "kind", "pg", "pp", "pc"), 0)
    for s, (acts, parts) in zip(data, predict(model, make, data)):
        for x, y in zip(s["acts"], acts):
            c["g"] += x > 0; c["p"] += y > 0; c["word"] += x > 0 and y > 0; c["kind"] += x > 0 and x == y
        for x, y in zip(s["parts"], parts):
            c["pg"] += x > 0; c["pp"] += y > 0; c["pc"] += x > 0 and x == y
    f = lambda n, g, p: round(200 * c[n] / max(1, c[g] + c[p]), 1)
    return {"word": f("word", "g", "p"), "kind": f("kind", "g", "p"), "part": f("pc", "pg", "pp"), "gold": c["g"], "found": c["p"]}


def train(path, dev, out, passes="8"):
    torch.manual_seed(1)
    rng, passes, apart = random.Random(1), int(passes), read(dev)
    learn = [s for s in read(path) if len(s["words"]) <= 120]
    config = json.load(open(base.home() + "/config.json"))
    model, make = Marker(config), maker()
    model.encoder.load(base.home() + "/model.safetensors")
    if os.environ.get("FROM"):  # the encoder of the teacher of syntax
        state = torch.load(os.environ["FROM"])["model"]
        model.encoder.load_state_dict({k[8:]: v for k, v in state.items() if k.startswith("encoder.")})
    opt = torch.optim.AdamW([{"params": model.encoder.parameters(), "lr": 2e-4},
                             {"params": list(model.acts.parameters()) + list(model.parts.parameters()), "lr": 1e-3}],
                            betas=(0.9, 0.98), weight_decay=0.01)
    steps = passes * len(base.parted(learn, BATCH))
    warm = steps // 10
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    start = time.time()
    print(len(learn), "sentences to learn from,", len(apart), "apart", flush=True)
    for turn in range(passes):
        model.train()
        total, n = 0.0, 0
        for batch in base.parted(learn, BATCH, rng):
            ss = [learn[i] for i in batch]
            t = make.tensors(ss)
            gold = {k: torch.full(t["first"].shape, -100) for k in ("acts", "parts")}
            for i, s in enumerate(ss):
                for k in gold:
                    gold[k][i, :len(s["words"])] = torch.tensor(s[k])
            with torch.autocast("cpu", torch.bfloat16):
                a, p = model(t)
            loss = F.cross_entropy(a.flatten(0, 1), gold["acts"].flatten(), ignore_index=-100, label_smoothing=0.02)
            loss = loss + 0.5 * F.cross_entropy(p.flatten(0, 1), gold["parts"].flatten(), ignore_index=-100)
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step(); plan.step()
            total += loss.item(); n += 1
        print(turn + 1, round(total / n, 3), measure(model, make, apart), f"{time.time() - start:.0f}s", flush=True)
    torch.save({"model": model.state_dict(), "config": config}, out)


def label(path, source, out):
    saved = torch.load(path)
    model, make = Marker(saved["config"]), maker()
    model.load_state_dict(saved["model"])
    start, done = time.time(), 0

    def flush(chunk, w):
        sentences = [{"words": [r[1] for r in rows]} for _, rows in chunk]
        for (notes, rows), (acts, parts) in zip(chunk, predict(model, make, sentences)):
            for l in notes:
                print(l, file=w)
            for r, a, p in zip(rows, acts, parts):
                r[9] += (f"|Act={ACTS[a]}" if a else "") + (f"|Part={PARTS[p]}" if p else "")
                print("\t".join(r), file=w)
            print(file=w)

    with gzip.open(source, "rt", encoding="utf-8") as f, gzip.open(out, "wt", encoding="utf-8", compresslevel=3) as w:
        chunk, notes, rows = [], [], []
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("#"):
                notes.append(line)
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                chunk.append((notes, rows)); notes, rows = [], []
                if len(chunk) == 20000:
                    flush(chunk, w); done += len(chunk); chunk = []
                    print(f"{done} sentences, {time.time() - start:.0f}s", flush=True)
        if chunk:
            flush(chunk, w)


if __name__ == "__main__":
    {"train": train, "label": label}[sys.argv[1]](*sys.argv[2:])
