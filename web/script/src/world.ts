// The outlines of the map, drawn once, when the program is built: the server colours them.
import { geoEqualEarth, geoPath, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import type { Topology, GeometryCollection } from "topojson-specification";

/** A country as it is drawn: its number in ISO 3166-1, empty where it has none. */
export interface Shape {
  id: string;
  name: string;
  d: string;
  /** Where its largest part lies. */
  x: number;
  y: number;
  /** Square units of the drawing. */
  area: number;
  /** x, y, width and height of all of it. */
  box: [number, number, number, number];
}

/** A part of the world: the box of the drawing that shows it. */
export interface View {
  name: string;
  box: [number, number, number, number];
}

export interface World {
  width: number;
  height: number;
  views: View[];
  shapes: Shape[];
}

export type Atlas = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

export const width = 4000;

// Parts of the world by the corners of degrees that must be seen.
const parts: { name: string; west: number; south: number; east: number; north: number }[] = [
  { name: "Europe", west: -12, south: 34, east: 48, north: 68 },
  { name: "Middle East", west: 24, south: 11, east: 66, north: 43 },
  { name: "Asia and the Pacific", west: 60, south: -12, east: 150, north: 54 },
  { name: "Africa", west: -20, south: -36, east: 54, north: 38 },
  { name: "Americas", west: -130, south: -56, east: -32, north: 58 },
];

/** draw projects an atlas. Equal areas; cut in the Bering Strait, so that no country lies
 * on both sides of the drawing. */
export function draw(atlas: Atlas): World {
  const light = simplify(presimplify(atlas as never) as never, 0.006) as unknown as Atlas;
  const countries = feature(light, light.objects.countries).features.filter((f) => f.properties.name !== "Antarctica");
  const all = { type: "FeatureCollection" as const, features: countries };
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width - 8, all).precision(0.5);
  const [[left, top], [, bottom]] = geoPath(projection).bounds(all);
  const [x, y] = projection.translate();
  projection.translate([x - left + 4, y - top + 4]);
  const path = geoPath(projection).digits(1);
  const shapes = countries.map((f) => {
    const [cx, cy] = path.centroid(largest(f as GeoPermissibleObjects, path));
    const [[x0, y0], [x1, y1]] = path.bounds(f);
    const box = [x0, y0, x1 - x0, y1 - y0].map(Math.round) as Shape["box"];
    return { id: String(f.id ?? ""), name: f.properties.name, d: terse(path(f) ?? ""), x: round(cx), y: round(cy), area: round(path.area(f)), box };
  });
  const height = Math.ceil(bottom - top + 8);
  return { width, height, views: [{ name: "World", box: [0, 0, width, height] }, ...parts.map((p) => ({ name: p.name, box: boxOf(projection, p) }))], shapes };
}

const round = (n: number) => Math.round(n * 10) / 10;

// The largest part of a country is where its mark goes: that of France lies in Europe.
function largest(f: GeoPermissibleObjects, path: ReturnType<typeof geoPath>): GeoPermissibleObjects {
  const g = (f as { geometry?: { type: string; coordinates: unknown[] } }).geometry;
  if (g?.type !== "MultiPolygon") return f;
  const one = (coordinates: unknown) => ({ type: "Polygon", coordinates }) as unknown as GeoPermissibleObjects;
  return one(g.coordinates.reduce((a, b) => (path.area(one(b)) > path.area(one(a)) ? b : a)));
}

function boxOf(projection: GeoProjection, p: (typeof parts)[number]): [number, number, number, number] {
  const edge: [number, number][] = [];
  for (let i = 0; i <= 8; i++) {
    const lon = p.west + ((p.east - p.west) * i) / 8;
    const lat = p.south + ((p.north - p.south) * i) / 8;
    edge.push([lon, p.south], [lon, p.north], [p.west, lat], [p.east, lat]);
  }
  const at = edge.map((e) => projection(e) as [number, number]);
  const xs = at.map((a) => a[0]);
  const ys = at.map((a) => a[1]);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y].map(Math.round) as [number, number, number, number];
}

/** terse writes a path with whole numbers relative to the point before, without points
 * that fall together and rings that vanish. */
export function terse(d: string): string {
  let out = "";
  for (const ring of d.split("M").slice(1)) {
    const points = ring.replace(/Z.*/, "").split("L").map((p) => p.split(",").map((n) => Math.round(Number(n))) as [number, number]);
    let [px, py] = points[0] ?? [0, 0];
    const steps: string[] = [];
    for (const [x, y] of points.slice(1)) {
      if (x === px && y === py) continue;
      steps.push(`${x - px},${y - py}`);
      [px, py] = [x, y];
    }
    if (steps.length < 2) continue;
    out += `M${points[0]!.join(",")}l${steps.join(" ")}z`;
  }
  return out.replace(/[ ,]-/g, "-");
}
