// Lighthouse over the built book, run by hand: what it costs a phone, and a desk's computer, to open each page.
//
//   jupyter-book build .                                          (from the repository's folder)
//   npm install --no-save --prefix /tmp/lighthouse lighthouse@12.8.2    (the last for Node 20; nothing goes into the repository)
//   node tests/book/lighthouse.mjs /tmp/lighthouse [phone|desk] [runs] [pages …]
//
// It serves _build/html itself, compressed as a public host does (or the folder in SITE), with Python from PYTHON or the
// PATH, takes Chromium from CHROMIUM or where chrome-launcher finds it, and prints the median of the runs (3). Without
// pages it takes all. Its exit code is 1 if a page scores less than 90 in anything.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , packages, mode = "phone", runs = "3", ...given] = process.argv;
if (!packages) {
  console.error("usage: node tests/book/lighthouse.mjs FOLDER_WITH_LIGHTHOUSE [phone|desk] [runs] [pages …]");
  process.exit(2);
}
const load = (file) => import(pathToFileURL(path.resolve(packages, "node_modules", file)));
const { default: lighthouse, desktopConfig } = await load("lighthouse/core/index.js");
const { launch } = await load("chrome-launcher/dist/index.js");

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const site = path.resolve(process.env.SITE ?? path.join(here, "../../_build/html"));
const pages = given.length ? given : fs.readdirSync(site, { recursive: true })
  .filter((name) => name.endsWith(".html") && !name.startsWith("_") && !/^(search|genindex|index)\.html$/.test(name)).sort();

const server = spawn(process.env.PYTHON ?? "python3", [path.join(here, "serving.py"), site]);
const address = await new Promise((found) => server.stdout.once("data", (text) => found(String(text).trim())));

const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost"];
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

let failed = false;
for (const page of pages) {
  const reports = [];
  for (let i = 0; i < +runs; i++) {
    const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: flags });
    const result = await lighthouse(`${address}/${page}`, { port: chrome.port, output: "json", logLevel: "error" },
      mode === "desk" ? desktopConfig : undefined);
    reports.push(result.lhr);
    await chrome.kill();
  }
  const score = (name) => median(reports.map((r) => Math.round(100 * r.categories[name].score)));
  const number = (name) => median(reports.map((r) => r.audits[name]?.numericValue ?? -1));
  const scores = ["performance", "accessibility", "best-practices", "seo"].map(score);
  failed ||= scores.some((one) => one < 90);
  const last = reports.at(-1);
  const low = Object.values(last.categories).flatMap((category) => category.auditRefs)
    .filter((ref) => ref.weight > 0 && (last.audits[ref.id].score ?? 1) < 0.9).map((ref) => ref.id);
  console.log(`${page} ${mode}: ${scores.join("/")}`,
    `first paint ${(number("first-contentful-paint") / 1e3).toFixed(1)} s, largest ${(number("largest-contentful-paint") / 1e3).toFixed(1)} s,`,
    `blocked ${Math.round(number("total-blocking-time"))} ms, shift ${number("cumulative-layout-shift").toFixed(3)},`,
    `${Math.round(number("total-byte-weight") / 1024)} KiB`, low.length ? `below 90: ${low.join(", ")}` : "");
}
server.kill();
process.exitCode = failed ? 1 : 0;
