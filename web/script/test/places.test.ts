import assert from "node:assert/strict";
import test from "node:test";
import { address, moved, placesOf } from "../src/places";

test("the question keeps the scope of the page and nothing else of it", () => {
  assert.equal(address("?as_of=2021-06-30&source=coded&source=gdelt2&page=3&q=old", "Russia & China"), "/api/v1/places?q=Russia+%26+China&as_of=2021-06-30&source=coded&source=gdelt2");
  assert.equal(address("", ""), "/api/v1/places?q=");
});

test("only places of this house are gone to", () => {
  const good = { kind: "pair", name: "China and Russia", href: "/dyad/CHN/RUS" };
  const bad = ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", ""].map((href) => ({ ...good, href }));
  assert.deepEqual(placesOf({ places: [...bad, good, null, 3, {}] }), [good]);
  for (const answer of [null, {}, { places: "x" }, 7, undefined]) assert.deepEqual(placesOf(answer), []);
});

test("arrows go round, pages stop at the ends", () => {
  assert.equal(moved(0, "ArrowDown", 3), 1);
  assert.equal(moved(2, "ArrowDown", 3), 0);
  assert.equal(moved(0, "ArrowUp", 3), 2);
  assert.equal(moved(-1, "ArrowUp", 3), 2);
  assert.equal(moved(1, "PageDown", 4), 3);
  assert.equal(moved(3, "PageUp", 4), 0);
  assert.equal(moved(1, "x", 3), 1);
  assert.equal(moved(-1, "ArrowDown", 0), -1);
});
