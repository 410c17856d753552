"""A teacher for the kinds of names: the small pretrained encoder of training/syntax, fine-tuned on GUM to tell of
each word whether it heads the mention of a person, an organisation, a place or something else.

    FROM=teacher.pt python names.py train GUM names.pt [PASSES]
    python names.py label names.pt SILVER.conllu.gz OUT.conllu.gz

All mentions are learned, common nouns too; label marks proper nouns that head outermost names, in the last column.
"""

import gzip, json, os, random, re, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "syntax"))
import teacher as base
import torch
import torch.nn as nn
import torch.nn.functional as F

TYPES = ["O", "person", "organization", "place", "object", "event", "abstract", "time", "substance", "animal", "plant"]
MARKS = {"person": "B-PER", "organization": "B-ORG", "place": "B-LOC"}
OUTSIDE = set("advcl advmod appos aux case cc ccomp conj cop csubj dep discourse dislocated expl list mark nsubj obj obl"
              " orphan parataxis punct reparandum vocative xcomp".split())  # as in syntax/names.go


def heads(rows):
    """The class of each token by the widest mention that it heads."""
    opened, spans = {}, []
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        if not found:
            continue
        for m in re.finditer(r"\((\d+)-([a-z]+)-[^()]*(\))?|(\d+)\)", found.group(1)):
            if m.group(4):
                if opened.get(m.group(4)):
                    start, kind = opened[m.group(4)].pop()
                    spans.append((start, i, kind))
            elif m.group(3):
                spans.append((i, i, m.group(2)))
            else:
                opened.setdefault(m.group(1), []).append((i, m.group(2)))
    out, taken = ["O"] * len(rows), set()
    for a, b, kind in sorted(spans, key=lambda x: x[0] - x[1]):
        top = [i for i in range(a, b + 1) if not a <= int(rows[i][6]) - 1 <= b]
        if top and top[0] not in taken:
            taken.add(top[0])
            out[top[0]] = kind if kind in TYPES else "abstract"
    return out


def read(path):
    out = []
    for block in open(path, encoding="utf-8").read().split("\n\n"):
        rows = [l.split("\t") for l in block.split("\n") if l and l[0] != "#"]
        rows = [r for r in rows if r[0].isdigit()]
        if rows:
            out.append({"words": [r[1] for r in rows], "upos": [r[3] for r in rows], "classes": heads(rows)})
    return out


class Namer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.encoder = base.Encoder(config)
        d = config["hidden_size"]
        self.out = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Dropout(0.2), nn.Linear(d, len(TYPES)))

    def forward(self, b):
        x = self.encoder(b["ids"], b["shapes"], b["mask"])
        x = x.gather(1, b["first"][..., None].expand(-1, -1, x.shape[2]))
        return self.out(F.dropout(x, 0.2, self.training)).float()


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
                y = model(t).argmax(-1)
            for r, i in enumerate(batch):
                out[i] = [TYPES[k] for k in y[r, :len(sentences[i]["words"])].tolist()]
    return out


def measure(model, make, data):
    gold = found = right = 0
    for s, classes in zip(data, predict(model, make, data)):
        for tag, a, b in zip(s["upos"], s["classes"], classes):
            if tag == "PROPN":
                gold += a in MARKS; found += b in MARKS; right += a in MARKS and a == b
    return round(200 * right / (gold + found), 2)


def train(gum, out, passes="4"):
    torch.manual_seed(1)
    rng, passes = random.Random(1), int(passes)
    learn, dev = [s for s in read(gum + "/train.conllu") if len(s["words"]) <= 120], read(gum + "/dev.conllu")
    config = json.load(open(base.home() + "/config.json"))
    model, make = Namer(config), maker()
    state = torch.load(os.environ["FROM"])["model"]
    model.encoder.load_state_dict({k[8:]: v for k, v in state.items() if k.startswith("encoder.")})
    opt = torch.optim.AdamW([{"params": model.encoder.parameters(), "lr": 1.5e-4}, {"params": model.out.parameters(), "lr": 1e-3}],
                            betas=(0.9, 0.98), weight_decay=0.01)
    steps = passes * len(base.parted(learn, 1500))
    warm = steps // 12
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    for turn in range(passes):
        model.train()
        for batch in base.parted(learn, 1500, rng):
            ss = [learn[i] for i in batch]
            t = make.tensors(ss)
            gold = torch.full(t["first"].shape, -100)
            for i, s in enumerate(ss):
                gold[i, :len(s["words"])] = torch.tensor([TYPES.index(k) for k in s["classes"]])
            with torch.autocast("cpu", torch.bfloat16):
                y = model(t)
            loss = F.cross_entropy(y.flatten(0, 1), gold.flatten(), ignore_index=-100, label_smoothing=0.05)
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step(); plan.step()
        print(turn + 1, "heads of names, F1", measure(model, make, dev), flush=True)
    torch.save({"model": model.state_dict(), "config": config}, out)


def nested(rows, marks, i):
    """Whether the name headed by i lies within another's."""
    for _ in range(len(rows)):
        up = int(rows[i][6]) - 1
        if up < 0 or rows[i][7].split(":")[0] in OUTSIDE:
            return False
        if marks[up] != "O":
            return True
        i = up
    return False


def label(path, source, out):
    saved = torch.load(path)
    model, make = Namer(saved["config"]), maker()
    model.load_state_dict(saved["model"])
    start, done = time.time(), 0

    def flush(chunk, w):
        for (notes, rows), classes in zip(chunk, predict(model, make, [{"words": [r[1] for r in rows]} for _, rows in chunk])):
            marks = [MARKS.get(k, "O") if r[3] == "PROPN" else "O" for r, k in zip(rows, classes)]
            print(*notes, sep="\n", file=w)
            for i, r in enumerate(rows):
                print(*r[:9], "O" if nested(rows, marks, i) else marks[i], sep="\t", file=w)
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
