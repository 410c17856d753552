// The command palette: Ctrl K opens a field that leads to pages, actors, pairs, triangles,
// stories and events. The desk answers; here stands only what keys and focus need.
import { address, moved, placesOf, type Place } from "./places";

const patience = 120; // milliseconds after the last letter

export function setPalette(doc: Document): void {
  const model = doc.querySelector<HTMLTemplateElement>("template#palette");
  const button = doc.querySelector<HTMLButtonElement>("[data-palette]");
  if (model === null || button === null) return;
  let palette: Palette | null = null;
  const open = () => {
    palette ??= new Palette(doc, model);
    palette.open();
  };
  button.hidden = false;
  const key = button.querySelector("kbd");
  if (key !== null && /Mac|iPhone|iPad/.test(navigator.userAgent)) key.textContent = "⌘ K";
  button.addEventListener("click", open);
  doc.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k") {
      e.preventDefault();
      open();
    }
  });
}

class Palette {
  private readonly dialog: HTMLDialogElement;
  private readonly field: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly says: HTMLParagraphElement;
  private places: Place[] = [];
  private chosen = -1;
  private asked: AbortController | null = null;
  private timer = 0;
  private waiting = false; // Enter was pressed before the answer came

  constructor(
    private readonly doc: Document,
    model: HTMLTemplateElement,
  ) {
    doc.body.append(model.content.cloneNode(true));
    const find = <E extends Element>(what: string): E => {
      const e = this.dialog?.querySelector<E>(what) ?? doc.querySelector<E>(what);
      if (e === null) throw new Error("the palette lacks " + what);
      return e;
    };
    this.dialog = find("dialog.palette");
    this.field = find("dialog.palette input");
    this.list = find("dialog.palette ul");
    this.says = find("dialog.palette [role=status]");
    this.field.addEventListener("input", () => this.later());
    this.dialog.addEventListener("keydown", (e) => this.pressed(e));
    this.dialog.addEventListener("click", (e) => {
      if (e.target === this.dialog) this.dialog.close(); // beside it
    });
    this.dialog.addEventListener("close", () => this.asked?.abort());
  }

  open(): void {
    if (this.dialog.open) return;
    this.dialog.showModal(); // keeps the focus within, and gives it back when it closes
    this.field.select();
    void this.ask();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.waiting = false;
    this.timer = setTimeout(() => void this.ask(), patience) as unknown as number;
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    this.asked?.abort();
    const mine = new AbortController();
    this.asked = mine;
    let places: Place[] = [];
    let failed = false;
    try {
      const answer = await fetch(address(location.search, this.field.value.trim()), { signal: mine.signal, headers: { Accept: "application/json" } });
      failed = !answer.ok;
      if (answer.ok) places = placesOf(await answer.json());
    } catch {
      failed = true;
    }
    if (mine.signal.aborted) return;
    this.asked = null;
    this.show(places, failed);
    if (this.waiting) this.go();
  }

  private show(places: Place[], failed: boolean): void {
    this.places = places;
    this.list.replaceChildren(...places.map((p, i) => this.option(p, i)));
    this.field.setAttribute("aria-expanded", String(places.length > 0));
    this.says.textContent = (failed ? this.says.dataset.failed : places.length === 0 ? this.says.dataset.none : this.says.dataset.some) ?? "";
    this.choose(places.length > 0 ? 0 : -1);
  }

  private option(p: Place, i: number): HTMLLIElement {
    const li = this.doc.createElement("li");
    li.id = "place-" + i;
    li.setAttribute("role", "option");
    li.dataset.kind = p.kind;
    const name = this.doc.createElement("b");
    name.textContent = p.name;
    li.append(name);
    if (p.more) {
      const more = this.doc.createElement("small");
      more.textContent = p.more;
      li.append(" ", more);
    }
    li.addEventListener("click", () => {
      this.choose(i);
      this.go();
    });
    return li;
  }

  private choose(i: number): void {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.chosen = i;
    const li = this.list.children[i];
    if (li === undefined) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    li.setAttribute("aria-selected", "true");
    li.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", li.id);
  }

  private pressed(e: KeyboardEvent): void {
    if (e.isComposing) return;
    if (e.key === "Enter") {
      e.preventDefault();
      if (this.timer !== 0) void this.ask();
      if (this.asked !== null) this.waiting = true;
      else this.go();
      return;
    }
    const next = moved(this.chosen, e.key, this.places.length);
    if (next !== this.chosen) {
      e.preventDefault();
      this.choose(next);
    }
  }

  private go(): void {
    this.waiting = false;
    const p = this.places[this.chosen];
    if (p === undefined) return;
    this.dialog.close();
    location.assign(p.href);
  }
}
