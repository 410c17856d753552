// Single keys: a mark with data-key is pressed by its letter, a field with data-key-focus
// is gone to, and the slash goes to the search.

/** What a key does to a page. */
export type Act = { do: "nothing" } | { do: "leave" } | { do: "search" } | { do: "letter"; key: string };

/** What is known of a key that was pressed. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether a field that takes text has the focus. */
  typing: boolean;
  /** Whether a dialog stands before the page. */
  dialog: boolean;
}

/** meant tells what a key that was pressed is to do. */
export function meant(p: Press): Act {
  if (p.ctrlKey || p.metaKey || p.altKey || p.dialog) return { do: "nothing" };
  if (p.typing) return p.key === "Escape" ? { do: "leave" } : { do: "nothing" };
  if (p.key === "/") return { do: "search" };
  return /^[a-z]$/.test(p.key) ? { do: "letter", key: p.key } : { do: "nothing" };
}

export function listenForKeys(doc: Document): void {
  doc.addEventListener("keydown", (e) => {
    const at = e.target instanceof HTMLElement ? e.target : null;
    const typing = at !== null && at.matches("input, textarea, select");
    const act = meant({ key: e.key, ctrlKey: e.ctrlKey, metaKey: e.metaKey, altKey: e.altKey, typing, dialog: doc.querySelector("dialog[open]") !== null });
    switch (act.do) {
      case "leave":
        at?.blur();
        return;
      case "search":
        return goTo(doc.querySelector<HTMLInputElement>("#q"), e);
      case "letter": {
        const button = doc.querySelector<HTMLElement>(`[data-key="${act.key}"]`);
        if (button === null) return goTo(doc.querySelector<HTMLElement>(`[data-key-focus="${act.key}"]`), e);
        e.preventDefault();
        button.click();
      }
    }
  });
}

function goTo(field: HTMLElement | null, e: Event): void {
  if (field === null) return;
  e.preventDefault();
  field.focus();
  if (field instanceof HTMLInputElement && field.type === "search") field.select();
}
