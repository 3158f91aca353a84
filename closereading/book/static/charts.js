// Replaces the still picture of a chart by the live chart when it comes near the window.
// Script tags instead of fetch, so that it also works in a folder opened from disk.
(() => {
  "use strict";
  const root = document.documentElement;
  const here = document.currentScript.src.replace(/charts\.js.*/, "");
  const phone = matchMedia("(max-width: 600px)");
  const specs = {}, loading = {}, live = new Map();

  const script = (src) => loading[src] ??= new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = src;
    tag.onload = done;
    tag.onerror = () => failed(new Error("cannot load " + src));
    document.head.append(tag);
  });

  const rows = (set) => Array.isArray(set)
    ? set
    : set.columns[0].map((_, i) => Object.fromEntries(set.keys.map((key, j) => [key, set.columns[j][i]])));

  // What each chart's own script calls.
  window.chart = (id, spec, sets) => {
    spec.datasets = Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, rows(set)]));
    specs[id] = spec;
  };

  const scheme = () => (root.dataset.shown ?? root.dataset.theme) === "dark" ? "dark" : "light";

  // The same as closereading/book/layout.py does for the still pictures.
  const setWidths = (view, width) => {
    if (view.width === "container") view.width = width;
    for (const key of ["concat", "hconcat", "vconcat"]) (view[key] || []).forEach((part) => setWidths(part, width));
    if (view.spec) setWidths(view.spec, width);
  };
  const inColumns = (spec, columns) => {
    const grid = ["facet", "repeat"].some((key) => spec[key] && (spec[key].row || spec[key].column));
    if (spec.hconcat && columns < spec.hconcat.length) {
      spec.concat = spec.hconcat;
      delete spec.hconcat;
      spec.columns = columns;
    } else if ((spec.concat || spec.facet || spec.repeat) && !grid) {
      spec.columns = Math.min(columns, spec.columns ?? columns);
    } else if (spec.encoding?.facet) {
      spec.encoding.facet.columns = Math.min(columns, spec.encoding.facet.columns ?? columns);
    }
  };
  const arranged = (figure, column) => {
    const spec = structuredClone(specs[figure.dataset.chart]);
    // Labels may grow with what the reader chooses.
    if (spec.width === "container") spec.autosize ??= { type: "fit-x", contains: "padding", resize: true };
    if (figure.dataset.fit) {
      const fit = JSON.parse(figure.dataset.fit)[phone.matches ? 1 : 0];
      if (fit.columns) inColumns(spec, fit.columns);
      setWidths(spec, Math.max(20, Math.floor((column - 10 - fit.base) / fit.slope)));
    }
    return spec;
  };

  // Links of marks stay in this tab and on this site.
  const loader = {
    load: () => Promise.reject(new Error("charts load no data")),
    sanitize: (href) => /^(?!\/\/)[^:]*([/?#]|$)/.test(href) ? Promise.resolve({ href }) : Promise.reject(new Error("no link: " + href)),
  };

  // What the reader has set in a chart's inputs, by the names of their signals.
  const bound = (result) => (result.vgSpec.signals || []).filter((signal) => signal.bind).map((signal) => signal.name);

  async function draw(figure) {
    const mode = scheme();
    figure.dataset.wanted = mode;
    await Promise.all([script(figure.dataset.src), script(here + "charts/vega.js")]);
    const box = figure.querySelector(".chart-box"), controls = figure.querySelector(".chart-inputs");
    const old = live.get(figure);
    const kept = old ? bound(old).map((name) => [name, old.view.signal(name)]) : [];
    const focus = controls?.contains(document.activeElement) ? document.activeElement.name : null;
    figure.dataset.live = "";
    old?.finalize();
    controls?.replaceChildren();
    const many = Object.values(specs[figure.dataset.chart].datasets).some((set) => set.length > 1500);
    const config = structuredClone(chart.configs[mode]);
    config.params.find((param) => param.name === "column").value = box.clientWidth;
    const stage = figure.querySelector(".chart-live");
    const embed = (column) => vegaEmbed(stage, arranged(figure, column), {
      config, actions: false, renderer: many ? "canvas" : "svg", tooltip: { theme: mode, id: "vg-tooltip-element" },
      ast: false, loader, bind: controls ?? undefined,
    });
    let column = box.clientWidth, result = await embed(column);
    // The reader's fonts may be wider than those the fit was measured with.
    for (let over, tries = 0; figure.dataset.fit && tries < 3 && (over = box.scrollWidth - box.clientWidth) > 0; tries++) {
      result.finalize();
      controls?.replaceChildren();
      result = await embed(column -= over + 2);
    }
    // To a screen reader the chart is one picture with its description, as the still is; its data are in the table.
    stage.setAttribute("role", "img");
    for (const drawing of stage.querySelectorAll("svg.marks, canvas")) drawing.setAttribute("aria-hidden", "true");
    if (kept.length) {
      kept.forEach(([name, value]) => result.view.signal(name, value));
      await result.view.runAsync();
    }
    if (focus) controls.querySelector(`[name="${focus}"]`)?.focus();
    // A word chosen for a chart is looked up in the page's concordance, if it has one (closereading/concordancer).
    if (bound(result).includes("term")) {
      result.view.addSignalListener("term", (_, word) => {
        if (word.trim()) document.dispatchEvent(new CustomEvent("closereading:search", { detail: { word, stay: true } }));
      });
    }
    live.set(figure, result);
    figure.dataset.live = mode;
    figure.dataset.boxWidth = box.clientWidth;
    if (scheme() !== mode) await draw(figure);
  }
  const start = (figure) => draw(figure).catch((error) => {
    delete figure.dataset.live;
    console.error(error);
  });

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) {
      near.unobserve(entry.target);
      start(entry.target);
    }
  }, { rootMargin: "300px" });

  // Not before the reader does something, or four quiet seconds: opening a page costs no more than its text.
  const signs = ["scroll", "pointermove", "pointerdown", "keydown", "focusin"];
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    signs.forEach((sign) => removeEventListener(sign, begin, true));
    document.querySelectorAll("figure.chart").forEach((figure) => near.observe(figure));
  };
  signs.forEach((sign) => addEventListener(sign, begin, { capture: true, passive: true }));
  addEventListener("load", () => setTimeout(() => (window.requestIdleCallback || setTimeout)(begin), 4000));

  new MutationObserver(() => {
    for (const figure of live.keys()) if (figure.dataset.wanted !== scheme()) start(figure);
  }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });

  // Compositions do not follow their box by themselves, nor does what a chart's expressions know as "column".
  let pause;
  addEventListener("resize", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      for (const figure of live.keys()) {
        if (+figure.dataset.boxWidth !== figure.querySelector(".chart-box").clientWidth) start(figure);
      }
    }, 200);
  });
})();
