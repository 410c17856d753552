import assert from "node:assert/strict";
import test from "node:test";
import { step } from "../src/marks";

test("arrows go from mark to mark and round, Home and End to the ends", () => {
  assert.equal(step(0, "ArrowRight", 3), 1);
  assert.equal(step(2, "ArrowRight", 3), 0);
  assert.equal(step(0, "ArrowLeft", 3), 2);
  assert.equal(step(1, "ArrowDown", 3), 2);
  assert.equal(step(1, "Home", 3), 0);
  assert.equal(step(0, "End", 3), 2);
  assert.equal(step(1, "Enter", 3), 1);
  assert.equal(step(0, "Tab", 1), 0);
});
