import assert from "node:assert/strict";
import test from "node:test";
import { meant } from "../src/keys";

const press = { key: "a", ctrlKey: false, metaKey: false, altKey: false, typing: false, dialog: false };

test("a letter is for the mark that bears it", () => {
  assert.deepEqual(meant(press), { do: "letter", key: "a" });
});

test("letters of fields, dialogs and the browser's own keys are left alone", () => {
  for (const p of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { typing: true }, { dialog: true }, { key: "A" }, { key: "F5" }, { key: '"' }]) {
    assert.deepEqual(meant({ ...press, ...p }), { do: "nothing" });
  }
});

test("Escape leaves a field, the slash goes to the search", () => {
  assert.deepEqual(meant({ ...press, typing: true, key: "Escape" }), { do: "leave" });
  assert.deepEqual(meant({ ...press, key: "/" }), { do: "search" });
  assert.deepEqual(meant({ ...press, typing: true, key: "/" }), { do: "nothing" });
});
