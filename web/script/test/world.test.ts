import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { draw, terse, width, type Atlas } from "../src/world";

const atlas = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8")) as Atlas;
const world = draw(atlas);

// points gives the rings of a path as points.
function points(d: string): [number, number][][] {
  return d.split("M").slice(1).map((ring) => {
    const n = (ring.match(/-?\d+/g) ?? []).map(Number);
    let [x, y] = [n[0]!, n[1]!];
    const out: [number, number][] = [[x, y]];
    for (let i = 2; i + 1 < n.length; i += 2) out.push([(x += n[i]!), (y += n[i + 1]!)]);
    return out;
  });
}

test("no country is drawn as a band across the map", () => {
  for (const s of world.shapes) {
    for (const ring of points(s.d)) {
      ring.forEach(([x, y], i) => {
        const [px, py] = ring[(i + ring.length - 1) % ring.length]!;
        assert.ok(Math.hypot(x - px, y - py) < width / 20, `${s.name} has a line of ${Math.hypot(x - px, y - py)}`);
      });
    }
  }
});

test("countries at the date line lie on one side", () => {
  for (const name of ["Russia", "New Zealand"]) {
    const s = world.shapes.find((c) => c.name === name)!;
    assert.ok(s.box[2] < width / 2, `${name} is ${s.box[2]} wide`);
  }
});

test("everything lies within the drawing, and the parts of the world do", () => {
  for (const s of world.shapes) {
    for (const [x, y] of points(s.d).flat()) assert.ok(x >= 0 && y >= 0 && x <= world.width && y <= world.height, s.name);
  }
  assert.deepEqual(world.views[0]!.box, [0, 0, world.width, world.height]);
  for (const v of world.views) assert.ok(v.box[0] >= 0 && v.box[1] >= 0 && v.box[0] + v.box[2] <= world.width && v.box[1] + v.box[3] <= world.height, v.name);
});

test("areas are true to one another", () => {
  const area = (name: string) => world.shapes.find((c) => c.name === name)!.area;
  const near = (got: number, want: number) => assert.ok(Math.abs(got / want - 1) < 0.06, `${got} is not ${want}`);
  near(area("Russia") / area("China"), 17.1 / 9.4);
  near(area("Australia") / area("Brazil"), 7.69 / 8.51);
});

test("points that fall together and rings that vanish are left out", () => {
  assert.equal(terse("M0.1,0.2L10.4,0L10.3,0.1L10,9.6Z"), "M0,0l10,0 0,10z");
  assert.equal(terse("M1,1L1.1,1.1L1.2,1.2Z"), "");
});
