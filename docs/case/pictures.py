"""Pictures of a triangle's history as SVG: plain, deterministic, readable on light and dark
grounds. Every picture says in words what it shows, and has its table in the document."""

WIDTH, LEFT, RIGHT = 900, 150, 20

STYLE = """<style>
text{font:12px system-ui,sans-serif;fill:#222}
.soft{fill:#666}.rule{stroke:#999;stroke-width:1}.mark{stroke:#222;stroke-width:1;stroke-dasharray:3 3}
.plus{fill:#2f6fb0}.minus{fill:#c4621a}.none{fill:#b9bcc1}.paper{fill:#fff}
.line{fill:none;stroke:#222;stroke-width:1.6}.band{fill:#8a8f98;fill-opacity:.28}
.menage{fill:#2f6fb0}.romantic{fill:#7fb2dd}.marriage{fill:#c4621a}.veto{fill:#7a3b00}
@media (prefers-color-scheme:dark){
text{fill:#ece9e2}.soft{fill:#b3aea4}.rule{stroke:#777}.mark{stroke:#ece9e2}
.plus{fill:#86bbee}.minus{fill:#f3a566}.none{fill:#4c5158}.paper{fill:#15171a}
.line{stroke:#ece9e2}.band{fill:#a5aab1}
.menage{fill:#86bbee}.romantic{fill:#4778a3}.marriage{fill:#f3a566}.veto{fill:#ffd9b0}}
</style>"""

TYPES = [("ménage à trois", "menage"), ("romantic triangle", "romantic"), ("stable marriage", "marriage"),
         ("unit veto", "veto"), ("incomplete", "none")]


def n(x):
    """A coordinate with one place, the same on every machine."""
    return f"{round(x + 1e-9, 1):g}"


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{n(x)}" y="{n(y)}" class="{kind}" text-anchor="{anchor}">{words}</text>'


def rect(x, y, w, h, kind, title="", opacity=1.):
    shade = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    inside = f"<title>{title}</title>" if title else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" class="{kind}"{shade}>{inside}</rect>'


def svg(height, title, words, parts):
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
                      f'<title id="t">{title}</title><desc id="d">{words}</desc>', STYLE,
                      rect(0, 0, WIDTH, height, "paper"), *parts, "</svg>", ""])


def step(phases):
    return (WIDTH - LEFT - RIGHT) / len(phases)


def years(phases, y):
    """The axis of years below a picture."""
    return [text(LEFT + i * step(phases), y, p["from"][:4], "soft") for i, p in enumerate(phases)
            if p["from"][5:7] == "01" and int(p["from"][:4]) % 2 == 0]


def marks(phases, top, bottom, days):
    """Dashed lines at days of history."""
    out = []
    for day in days:
        for i, p in enumerate(phases):
            if p["from"] <= day <= p["to"]:
                share = (int(day[5:7]) - int(p["from"][5:7])) / 6
                x = LEFT + (i + share) * step(phases)
                out.append(f'<line x1="{n(x)}" y1="{n(top)}" x2="{n(x)}" y2="{n(bottom)}" class="mark"/>')
    return out


def types(phases, days):
    """The probability of each type, one column a half-year."""
    top, high, w = 30, 180, step(phases)
    parts = [text(LEFT - 8, top + 10, "1", "soft", "end"), text(LEFT - 8, top + high, "0", "soft", "end"),
             text(10, top + 10, "probability")]
    for i, p in enumerate(phases):
        y = top + high
        for name, kind in TYPES:
            h = p["p"].get(name, 0) * high
            y -= h
            if h > .05:
                parts.append(rect(LEFT + i * w, y, w - 1, h, kind, f"{p['from'][:7]}: {name} {p['p'][name]:.2f}"))
    parts += marks(phases, top - 6, top + high, days) + years(phases, top + high + 18)
    x = LEFT
    for name, kind in TYPES:
        parts += [rect(x, top + high + 30, 12, 12, kind), text(x + 16, top + high + 40, name)]
        x += 30 + 7 * len(name)
    return svg(top + high + 56, "Types of the triangle by half-year",
               "Stacked columns: probability of each type of triangle at the end of each half-year.", parts)


def ties(phases, names, days):
    """Mean level of each tie with its interval."""
    high, gap, top, w, parts = 110, 34, 24, step(phases), []
    for k, name in enumerate(names):
        y0 = top + k * (high + gap)
        at = lambda v: y0 + (1 - v) / 2 * high
        xs = [LEFT + (i + .5) * w for i in range(len(phases))]
        known = [(x, p["ties"][k]) for x, p in zip(xs, phases)]
        middle = " ".join(f"{n(x)},{n(at(t['mean']))}" for x, t in known)
        band = [f"{n(x)},{n(at(t['high']))}" for x, t in known] + [f"{n(x)},{n(at(t['low']))}" for x, t in reversed(known)]
        around = " ".join(band)
        parts += [text(10, y0 + high / 2, name), text(LEFT - 8, y0 + 10, "friends", "soft", "end"),
                  text(LEFT - 8, y0 + high, "adversaries", "soft", "end"),
                  f'<line x1="{LEFT}" y1="{n(at(0))}" x2="{WIDTH - RIGHT}" y2="{n(at(0))}" class="rule"/>',
                  f'<polygon points="{around}" class="band"/>',
                  f'<polyline points="{middle}" class="line"/>']
        for (x, t), p in zip(known, phases):
            sign = {1: "plus", -1: "minus"}.get(t["level"], "none")
            told = f"{p['from'][:7]}: mean {t['mean']:+.2f}, P(+) {t['p_plus']:.2f}, P(-) {t['p_minus']:.2f}"
            parts.append(f'<circle cx="{n(x)}" cy="{n(at(t["mean"]))}" r="3.4" class="{sign}"><title>{told}</title></circle>')
        parts += marks(phases, y0 - 4, y0 + high, days)
    bottom = top + 3 * (high + gap)
    return svg(bottom + 20, "How the three ties went",
               "Mean level of each tie at the end of each half-year with its nine-tenths interval; dots are coloured by sign where one is more probable than not.",
               parts + years(phases, bottom))


def sources(histories, names, days):
    """The sign of each tie by source: one row a source, one cell a half-year."""
    first = next(iter(histories.values()))
    row, top, w, parts, y = 15, 24, step(first), [], 24
    for k, name in enumerate(names):
        parts.append(text(10, y + 11, name))
        y += 18
        for source, phases in histories.items():
            parts.append(text(LEFT - 8, y + 11, source, "soft", "end"))
            for i, p in enumerate(phases):
                t = p["ties"][k] if p else None
                if t is None or t["level"] is None:
                    continue
                sure = max(t["p_plus"], t["p_minus"])
                kind = "plus" if t["p_plus"] > t["p_minus"] else "minus"
                if t["level"] == 0:
                    kind, sure = "none", .6
                parts.append(rect(LEFT + i * w, y, w - 1, row - 2, kind, f"{p['from'][:7]} {source}: P(+) {t['p_plus']:.2f}, P(-) {t['p_minus']:.2f}", (sure - .4) / .6 + .1))
            y += row
        parts += marks(first, y - row * len(histories), y, days)
        y += 12
    parts += years(first, y + 8)
    parts += [rect(LEFT, y + 20, 12, 12, "plus"), text(LEFT + 16, y + 30, "friends"),
              rect(LEFT + 90, y + 20, 12, 12, "minus"), text(LEFT + 106, y + 30, "adversaries"),
              rect(LEFT + 200, y + 20, 12, 12, "none"), text(LEFT + 216, y + 30, "neither more probable than not; blank: no level")]
    return svg(y + 44, "The ties by source",
               "Rows of cells, one for each source and half-year, coloured by the sign of the tie; stronger colour is more probable.", parts)
