// Bundles what the desk takes from npm into the folder that the program embeds:
// dist/desk.js, the scripts of its pages, and dist/world.json, the outlines of its map.
// With --tests it bundles the tests into out/, for node to run.
import { readdir, readFile, mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const shared = { bundle: true, logLevel: "warning", legalComments: "none", target: "es2022" };
const forNode = { ...shared, platform: "node", format: "esm", outExtension: { ".js": ".mjs" }, outdir: "out" };

if (process.argv.includes("--tests")) {
  const tests = (await readdir("test")).filter((f) => f.endsWith(".test.ts"));
  await build({ ...forNode, entryPoints: tests.map((f) => "test/" + f) });
} else {
  await mkdir("../dist", { recursive: true });
  await build({ ...forNode, entryPoints: ["src/world.ts"] });
  const { draw } = await import("./out/world.mjs");
  const atlas = JSON.parse(await readFile("node_modules/world-atlas/countries-50m.json", "utf8"));
  await writeFile("../dist/world.json", JSON.stringify(draw(atlas)));
  await build({ ...shared, format: "iife", minify: true, entryPoints: ["src/desk.ts"], outfile: "../dist/desk.js" });
}
