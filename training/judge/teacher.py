"""The judge of acts: a small pretrained encoder, fine-tuned to say what one actor named in a sentence does to another.

    pip install torch numpy tokenizers safetensors
    python teacher.py train OUT.pt DEV.jsonl PAIRS.jsonl|MARKED.tsv …

PAIRS is what `go run ./training/judge` writes, MARKED holds a root and a sentence with <s>, <t> and <e> marks a line.
ENCODER names a folder with model.safetensors, tokenizer.json and config.json.
"""

import csv, json, math, os, random, re, sys, time
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "syntax"))
import teacher as base_syntax  # noqa: the encoder
import torch
import torch.nn as nn
import torch.nn.functional as F

ROOTS = ["NONE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
         "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
QUAD = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
        "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4}
HOME = os.environ.get("ENCODER", "encoder")
MAXLEN = 160
TOKENS = int(os.environ.get("TOKENS", "1600"))  # a batch


def marked(sentence):
    """The plain text of a sentence with tags, and for each tag the spans it covers."""
    text, spans, open_ = "", {"s": [], "t": [], "e": []}, {}
    for part in re.split(r"(</?[ste]>)", sentence):
        m = re.fullmatch(r"<(/?)([ste])>", part)
        if not m:
            text += part
        elif not m[1]:
            open_.setdefault(m[2], []).append(len(text))
        elif open_.get(m[2]):
            spans[m[2]].append((open_[m[2]].pop(), len(text)))
    return text, spans


def read(path):
    out = []
    if path.endswith(".jsonl"):
        for line in open(path, encoding="utf-8"):
            d = json.loads(line)
            raw = d["Text"].encode()
            at = lambda k: len(raw[:k].decode(errors="ignore"))
            span = lambda p: [(at(p[0]), at(p[1]))] if p[1] > p[0] else []
            out.append({"text": d["Text"], "s": span(d["Source"]), "t": span(d["Target"]), "e": span(d["Trigger"]),
                        "roots": d["Roots"] or ["NONE"], "id": d["Passage"]})
        return out
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) < 2 or f[0] not in ROOTS:
            continue
        text, sp = marked(f[1])
        out.append({"text": text, **sp, "roots": [f[0]], "id": path})
    return out


def plv(path):
    out = []
    rows = open(path, encoding="utf-8").read().split("\n")
    head = rows[0].split("\t")
    for row in rows[1:]:
        if not row:
            continue
        d = dict(zip(head, row.split("\t")))
        text, sp = marked(d["marked_sentence"])
        out.append({"text": text, **sp, "roots": [d["gold_root"]], "penta": int(d["gold_penta"]), "id": int(d["sentence_id"])})
    return out


class Judge(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.encoder = base_syntax.Encoder(config)
        d = config["hidden_size"]
        self.head = nn.Sequential(nn.Linear(4 * d, d), nn.GELU(), nn.Dropout(0.2), nn.Linear(d, len(ROOTS)))

    def forward(self, b):
        x = self.encoder(b["ids"], b["marks"], b["mask"])
        parts = [x[:, 0]]
        for k in (1, 2, 3):
            m = (b["marks"] == k).to(x.dtype)[..., None]
            parts.append((x * m).sum(1) / m.sum(1).clamp(min=1))
        return self.head(F.dropout(torch.cat(parts, -1), 0.1, self.training)).float()


class Maker:
    def __init__(self):
        self.tok = base_syntax.Tokenizer.from_file(HOME + "/tokenizer.json")
        self.tok.no_padding(); self.tok.no_truncation()
        self.cache = {}

    def enc(self, text):
        if text not in self.cache:
            e = self.tok.encode(text)
            self.cache[text] = (e.ids, e.offsets)
        return self.cache[text]

    def one(self, s, trigger):
        ids, offs = self.enc(s["text"])
        marks = [0] * len(ids)
        for k, name in ((3, "e"), (1, "s"), (2, "t")):
            if name == "e" and not trigger:
                continue
            for a, b in s[name]:
                for i, (x, y) in enumerate(offs):
                    if y > a and x < b and y > x:
                        marks[i] = k
        return ids[:MAXLEN], marks[:MAXLEN]

    def batch(self, ss, rng=None, trigger=False):
        rows = [self.one(s, rng.random() < 0.4 if rng else trigger) for s in ss]
        n = max(len(r[0]) for r in rows)
        ids = torch.zeros(len(rows), n, dtype=torch.long); marks = torch.zeros_like(ids)
        for i, (a, m) in enumerate(rows):
            ids[i, :len(a)] = torch.tensor(a); marks[i, :len(m)] = torch.tensor(m)
        mask = torch.zeros(len(rows), n, dtype=torch.bool)
        for i, (a, _) in enumerate(rows):
            mask[i, :len(a)] = True
        return {"ids": ids, "marks": marks, "mask": mask}


def batches(data, make, rng=None, tokens=None):
    order = list(range(len(data)))
    if rng:
        rng.shuffle(order)
    size = lambda i: min(MAXLEN, len(make.enc(data[i]["text"])[0]))
    out = []
    for k in range(0, len(order), 3000):
        part = sorted(order[k:k + 3000], key=size)
        cur = []
        for i in part:
            if cur and (len(cur) + 1) * size(i) > (tokens or TOKENS):
                out.append(cur); cur = []
            cur.append(i)
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


def target(ss):
    """A distribution over roots: alternatives share it, the better one first; YIELD stands for two roots."""
    g = torch.zeros(len(ss), len(ROOTS))
    for i, s in enumerate(ss):
        if s["roots"] == ["YIELD"]:
            continue
        for k, r in enumerate(s["roots"]):
            g[i, ROOTS.index(r)] = 1.0 if len(s["roots"]) == 1 else (0.7 if k == 0 else 0.3 / (len(s["roots"]) - 1))
    return g


YIELD = [ROOTS.index("CONCEDE"), ROOTS.index("RETREAT")]


def loss_of(z, ss, closed):
    """closed: the sentence is known to tell of an act, so nothing is not a choice."""
    if closed:
        z = z.clone(); z[:, 0] = -1e4
    lp = F.log_softmax(z, -1)
    g = target(ss)
    l = -(g * 0.95 * lp).sum(-1) - 0.05 * lp[:, 1:].mean(-1)
    for i, s in enumerate(ss):
        if s["roots"] == ["YIELD"]:
            l[i] = -torch.logsumexp(lp[i, YIELD], -1)
    return l.mean()


def predict(model, make, data, trigger=False):
    model.eval()
    out = np.zeros((len(data), len(ROOTS)), dtype=np.float32)
    with torch.no_grad():
        for b in batches(data, make, tokens=6000):
            ss = [data[i] for i in b]
            with torch.autocast("cpu", torch.bfloat16):
                z = model(make.batch(ss, trigger=trigger))
            out[b] = z.softmax(-1).numpy()
    return out


def f1(gold, pred):
    fs = []
    for c in sorted(set(gold)):
        tp = sum(g == c and p == c for g, p in zip(gold, pred))
        n, m = sum(g == c for g in gold), sum(p == c for p in pred)
        fs.append(2 * tp / max(1, n + m))
    return 100 * sum(fs) / len(fs)


def plv_answer(p):
    """Root and quad of each row of probabilities, an act being sure."""
    names = [r for r in ROOTS if r not in ("NONE", "CONCEDE", "RETREAT")] + ["YIELD"]
    q = np.stack([p[:, ROOTS.index(r)] if r != "YIELD" else p[:, YIELD].sum(1) for r in names], 1)
    roots = [names[k] for k in q.argmax(1)]
    quads = np.stack([q[:, [i for i, r in enumerate(names) if QUAD[r] == k]].sum(1) for k in (1, 2, 3, 4)], 1).argmax(1) + 1
    return roots, quads.tolist()


def plv_score(p, rows):
    roots, quads = plv_answer(p)
    gq, gr = [r["penta"] for r in rows], [r["roots"][0] for r in rows]
    return {"binary": round(f1([q > 2 for q in gq], [q > 2 for q in quads]), 1), "quad": round(f1(gq, quads), 1), "root": round(f1(gr, roots), 1)}


def measure(model, make, data):
    p = predict(model, make, data)
    pos = [i for i, s in enumerate(data) if s["roots"] != ["NONE"]]
    right = sum(ROOTS[p[i, 1:].argmax() + 1] in data[i]["roots"] for i in pos)
    pt = predict(model, make, [data[i] for i in pos], trigger=True)
    rt = sum(ROOTS[pt[k, 1:].argmax() + 1] in data[i]["roots"] for k, i in enumerate(pos))
    best = max(((2 * tp / max(1, len(pos) + n), t) for t in np.arange(0.1, 0.95, 0.05)
                for tp, n in [(sum(1 - p[i, 0] > t for i in pos), int((1 - p[:, 0] > t).sum()))]))
    br = [i for i in range(len(data)) if 1 - p[i, 0] > best[1]]
    both = sum(data[i]["roots"] != ["NONE"] and ROOTS[p[i, 1:].argmax() + 1] in data[i]["roots"] for i in br)
    return {"root": round(right / max(1, len(pos)), 3), "root|trigger": round(rt / max(1, len(pos)), 3), "pair F1": round(best[0], 3),
            "at": round(float(best[1]), 2), "pair+root F1": round(2 * both / (len(pos) + len(br)), 3)}


def fit(model, make, sets, passes, lr=1e-4, seed=1, report=None, negatives=1.5):
    """sets: lists of (data, closed, weight)."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    opt = torch.optim.AdamW([{"params": [p for n, p in model.encoder.named_parameters() if "shape" not in n], "lr": lr},
                             {"params": list(model.head.parameters()) + [model.encoder.shape.weight], "lr": 1e-3}],
                            betas=(0.9, 0.98), weight_decay=0.01)

    def plan():
        out = []
        for data, closed, times in sets:
            d = data
            if not closed:
                pos = [s for s in data if s["roots"] != ["NONE"]]
                neg = [s for s in data if s["roots"] == ["NONE"]]
                rng.shuffle(neg)
                d = pos + neg[:int(negatives * len(pos))]
            for _ in range(times):
                out += [([d[i] for i in b], closed) for b in batches(d, make, rng)]
        rng.shuffle(out)
        return out

    steps = passes * len(plan())
    warm, done, start = max(1, steps // 10), 0, time.time()
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm + 1))))
    for turn in range(passes):
        model.train()
        total, n = 0.0, 0
        for ss, closed in plan():
            with torch.autocast("cpu", torch.bfloat16):
                z = model(make.batch(ss, rng))
            loss = loss_of(z, ss, closed)
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step(); sched.step()
            total += loss.item(); n += 1; done += 1
            if n % 100 == 0:
                print(f"  {turn + 1}: {done}/{steps} loss {total / n:.3f} {time.time() - start:.0f}s", flush=True)
        if report:
            print(turn + 1, round(total / n, 3), report(model), f"{time.time() - start:.0f}s", flush=True)


def fresh(state=None):
    config = json.load(open(HOME + "/config.json"))
    model = Judge(config)
    if state is None:
        model.encoder.load(HOME + "/model.safetensors")
    else:
        model.load_state_dict(state)
    return model


def train(out, dev, *paths):
    make, model = Maker(), fresh()
    sets = []
    for p in paths:
        d = read(p)
        sets.append((d, p.endswith(".tsv"), 1))
    apart = read(dev)
    extra = plv(os.environ["PLV"]) if "PLV" in os.environ else None
    more = read(os.environ["MARKED"]) if "MARKED" in os.environ else None

    def report(m):
        r = measure(m, make, apart)
        if extra:
            r["marked"] = round(float(np.mean([ROOTS[q[1:].argmax() + 1] == s["roots"][0] for q, s in zip(predict(m, make, more), more)])), 3) if more else 0
            r["plv untrained"] = plv_score(predict(m, make, extra), extra)
        return r
    fit(model, make, sets, int(os.environ.get("PASSES", "3")), report=report)
    torch.save({"model": model.state_dict()}, out)


def cv(start, path):
    """Five-fold cross-validation from a judge that has not seen the file; rows divisible by five are kept apart and train nothing."""
    rows, make = plv(path), Maker()
    state = torch.load(start)["model"]
    learn = [r for r in rows if r["id"] % 5]
    apart = [r for r in rows if r["id"] % 5 == 0]
    print("untrained", plv_score(predict(fresh(state), make, rows), rows), flush=True)
    rng = random.Random(7); order = list(range(len(learn))); rng.shuffle(order)
    p = np.zeros((len(learn), len(ROOTS)), dtype=np.float32)
    for k in range(5):
        test = order[k::5]; tr = [learn[i] for i in order if i not in set(test)]
        model = fresh(state)
        fit(model, make, [(tr, True, 1)], int(os.environ.get("PASSES", "5")), lr=5e-5)
        p[test] = predict(model, make, [learn[i] for i in test])
        print(k, plv_score(p[test], [learn[i] for i in test]), flush=True)
    print("cv", plv_score(p, learn), flush=True)
    model = fresh(state)
    fit(model, make, [(learn, True, 1)], int(os.environ.get("PASSES", "5")), lr=5e-5)
    print("apart", plv_score(predict(model, make, apart), apart), flush=True)


def export(start, out, words=None):
    """Writes weights for the program: eight bits by column or row. WORDS lists the pieces to keep, one a line; all others become strange."""
    import struct, zlib
    model, make = fresh(torch.load(start)["model"]), Maker()
    e, config = model.encoder, json.load(open(HOME + "/config.json"))
    vocab = make.tok.get_vocab()
    keep = sorted(vocab.values()) if not words else [vocab[w] for w in open(words, encoding="utf-8").read().split("\n") if w]
    names = {i: w for w, i in vocab.items()}
    d, depth = config["hidden_size"], len(e.layers)
    b = bytearray(struct.pack("<6I", d, config["num_attention_heads"], depth, config["intermediate_size"], MAXLEN, len(ROOTS)))
    text = lambda t: struct.pack("<H", len(t.encode())) + t.encode()
    for r in ROOTS:
        b += text("" if r == "NONE" else r)
    b += struct.pack("<I", len(keep))
    for i in keep:
        b += text(names[i])
    floats = lambda v: np.asarray(v.detach().float().numpy(), dtype="<f4").tobytes()

    def quantised(w):  # by row
        w = w.detach().float()
        scale = w.abs().amax(1).clamp(min=1e-8) / 127
        return floats(scale), torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8)

    def rows(w):
        scale, q = quantised(w)
        return scale + q.numpy().tobytes()

    def dense(*ls):
        scale, q = quantised(torch.cat([l.weight for l in ls]))
        return scale + floats(torch.cat([l.bias for l in ls])) + q.T.contiguous().numpy().tobytes()
    level = lambda n: floats(n.weight) + floats(n.bias)
    b += rows(e.word.weight[keep]) + rows(e.place.weight[:MAXLEN]) + rows(e.shape.weight[:4] + e.kind.weight[0]) + level(e.norm)
    for l in e.layers:
        b += dense(l["q"], l["k"], l["v"]) + dense(l["o"]) + level(l["n1"]) + dense(l["up"]) + dense(l["down"]) + level(l["n2"])
    b += floats(torch.softmax(e.mix, 0)) + dense(model.head[0]) + dense(model.head[3])
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = pack.compress(bytes(b)) + pack.flush()
    with open(out, "wb") as f:
        f.write(b"entente-encoder\x01" + struct.pack("<I", zlib.crc32(bytes(b))) + body)
    print(len(b), "bytes,", len(body), "packed")


def answers(start, path):
    """What the judge says of each line of a marked file, for comparison with the program."""
    rows = plv(path) if "sentence_id" in open(path, encoding="utf-8").readline() else read(path)
    for p in predict(fresh(torch.load(start)["model"]), Maker(), rows):
        print(ROOTS[p.argmax()], round(float(p.max()), 4))


if __name__ == "__main__":
    {"train": train, "cv": cv, "export": export, "answers": answers}[sys.argv[1]](*sys.argv[2:])
