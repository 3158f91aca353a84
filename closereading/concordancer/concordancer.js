// Searches the text that stands beside the form. Every widget of the page has this script; each is started once.
(() => {
  "use strict";

  const SPELLINGS = { "’": "'", "‐": "-", "‑": "-", "\u00ad": "" };
  const normalize = (text) => text.normalize("NFC").toLowerCase().replace(/[’‐‑\u00ad]/g, (sign) => SPELLINGS[sign]);
  const count = (n, thing) => `${n.toLocaleString("en-US")} ${thing}${n === 1 ? "" : "s"}`;

  // What `_Text.packed` of the package made.
  const unpack = (data) => {
    const tokens = [], blocks = [];
    for (const [para, section, text] of data.paragraphs) {
      const block = { para, section, first: tokens.length, words: [] };
      const parts = text.split(/([ \n])/);
      for (let i = 0; i < parts.length; i += 2) {
        const gap = i && parts[i - 1] === " " ? " " : "";
        tokens.push({ text: parts[i], gap, norm: parts[i].toLowerCase(), block, at: tokens.length, isWord: true });
      }
      block.end = tokens.length;
      blocks.push(block);
    }
    const each = (steps, act) => {
      let at = 0;
      for (const step of steps) act(tokens[at += step]);
    };
    const mark = (unusual, key) => {
      for (const [value, steps] of Object.entries(unusual)) each(steps, (token) => { token[key] = value; });
    };
    each(data.signs, (token) => { token.isWord = false; });
    mark(data.norms, "norm");
    for (const token of tokens) token.lemma = token.norm;
    mark(data.lemmas, "lemma");
    let at = 0;
    for (const [voice, length] of data.voices) for (const end = at + length; at < end; at++) tokens[at].voice = voice;
    const words = tokens.filter((token) => token.isWord);
    words.forEach((word, rank) => {
      word.rank = rank;
      word.block.words.push(rank);
    });
    return { tokens, blocks, words };
  };

  const distance = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[b.length];
  };

  function start(root) {
    const data = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    const { tokens, blocks, words } = unpack(data);
    const form = root.querySelector("form"), field = form.elements;
    const table = root.querySelector("table"), body = table.tBodies[0], status = root.querySelector("[role=status]");
    const near = root.querySelector(".concordancer-near"), more = root.querySelector(".concordancer-more");
    const counts = root.querySelector(".concordancer-counts");
    const csv = root.querySelector("[name=csv]"), all = root.querySelector("[name=all]");
    const times = new Map();
    for (const { norm } of words) times.set(norm, (times.get(norm) ?? 0) + 1);
    let lines = [];

    // The words from a to b, without the space before them.
    const between = (a, b) => tokens.slice(a, b).map(({ gap, text }, i) => i ? gap + text : text).join("");
    const whole = [...data.titles, ...blocks.map(({ first, end }) => between(first, end))].join("\n").toLowerCase();

    const terms = (query) => normalize(query).split(/\s+/)
      .map((piece) => piece.replace(/^[^\p{L}\p{M}\p{N}*]+|[^\p{L}\p{M}\p{N}*]+$/gu, "")).filter(Boolean);
    const fits = (term, unit) => {
      if (term.includes("*")) {
        const pattern = term.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&")).join(".*");
        const whole = new RegExp(`^${pattern}$`, "s");
        return ({ norm }) => whole.test(norm);
      }
      if (unit === "norm") return ({ norm }) => norm === term;
      const lemmas = new Set([term, ...words.filter(({ norm }) => norm === term).map(({ lemma }) => lemma)]);
      return ({ lemma }) => lemmas.has(lemma);
    };

    const find = (asked, unit) => {
      const tests = asked.map((term) => fits(term, unit));
      return words.filter((word) => tests.every((test, i) => {
        const other = words[word.rank + i];
        return other?.block === word.block && other.at === word.at + i && test(other);
      })).map(({ rank, voice, block: { para, section } }) => ({ first: rank, last: rank + tests.length - 1, para, section, voice }));
    };

    const complete = (line) => {
      const { first, last } = line, block = words[first].block, a = words[first].at, b = words[last].at + 1;
      const begin = Math.max(words[first - data.window]?.at ?? -1, block.first);
      const end = Math.min((words[last + data.window]?.at ?? Infinity) + 1, block.end);
      const left = begin < a ? between(begin, a) + tokens[a].gap : "";
      const right = b < end ? tokens[b].gap + between(b, end) : "";
      return { ...line, left, node: between(a, b), right };
    };

    // The words with two on either side, or with as many as make a phrase that stands nowhere else.
    const unique = ({ first, last }) => {
      const inside = words[first].block.words;
      let phrase = null, wider = "";
      for (let width = 2; wider !== phrase; width++) {
        phrase = wider;
        const a = Math.max(first - width, inside[0]), b = Math.min(last + width, inside.at(-1));
        wider = between(words[a].at, words[b].at + 1);
        const found = whole.indexOf(wider.toLowerCase());
        if (whole.indexOf(wider.toLowerCase(), found + 1) < 0) break;
      }
      return wider;
    };
    const address = (line) => {
      const text = encodeURIComponent(unique(line)).replace(/[-!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase());
      return `${data.page}#${line.para}:~:text=${text}`;
    };

    const beside = (line, order) => {
      const { words: inside } = words[line.first].block;
      const ranks = order === "right"
        ? inside.filter((rank) => rank > line.last).slice(0, data.window)
        : inside.filter((rank) => rank < line.first).slice(-data.window).reverse();
      return ranks.map((rank) => words[rank].norm);
    };
    const compare = (a, b) => {
      for (let i = 0; i < Math.max(a.length, b.length); i++) {
        if (a[i] !== b[i]) return (a[i] ?? "") < (b[i] ?? "") ? -1 : 1;
      }
      return 0;
    };
    const sorted = (found, order) => order === "text" ? found
      : found.map((line) => [line, beside(line, order)]).sort(([, a], [, b]) => compare(a, b)).map(([line]) => line);

    const element = (tag, attributes = {}, ...children) => {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.append(...children);
      return made;
    };
    const row = (line) => {
      const { left, node, right } = complete(line);
      const head = element("th", { scope: "row", role: "rowheader" });
      const place = element(data.page ? "a" : "span", { class: "concordancer-place" }, line.para);
      if (data.page) place.href = address(line);
      head.append(place);
      const voice = data.voiced[line.voice] ?? line.voice;
      if (voice) head.append(" ", element("span", { class: "concordancer-voice" }, voice));
      const cell = (name, tag, text) => element("td", { role: "cell", class: "concordancer-" + name }, element(tag, {}, text));
      return element("tr", { role: "row" }, head, cell("left", "span", left), cell("node", "b", node), cell("right", "span", right));
    };
    const show = (some) => {
      body.replaceChildren(...some.map(row));
      more.hidden = some.length === lines.length;
    };

    const likeness = (term, word) => {
      if (word.startsWith(term)) return 1;
      const far = distance(term, word);
      if (far <= (term.length > 4 ? 2 : 1)) return far;
      return word.startsWith(term.slice(0, Math.max(4, term.length - 3))) ? 3 : Infinity;
    };
    const likely = (term) => [...times].map(([word, n]) => [word, likeness(term, word), n])
      .filter(([, far]) => far < Infinity).sort(([a, far, n], [b, further, m]) => far - further || m - n || (a < b ? -1 : 1))
      .slice(0, 6).map(([word]) => word);

    const nothing = (asked, unit, elsewhere) => {
      const said = field.word.value.trim();
      if (!asked.length) return ["Type a word or a phrase.", []];
      const section = data.labels.find(([letter]) => letter === field.section.value)?.[1];
      if (elsewhere) return [`No line of ${section} has “${said}”; the other sections have ${count(elsewhere, "line")}.`, []];
      const lost = asked.findIndex((term) => !words.some(fits(term, unit)));
      if (lost < 0) return [`Each word of “${said}” occurs, but nowhere one after the other.`, []];
      if (asked[lost].includes("*")) return [`No word of the text is like “${asked[lost]}”.`, []];
      const others = likely(asked[lost]);
      return [`“${asked[lost]}” does not occur in the text. ${others.length ? "Words near it:" : "No word is near it."}`,
        others.map((word) => asked.map((term, i) => i === lost ? word : term).join(" "))];
    };

    function search() {
      const asked = terms(field.word.value), unit = field.unit.value, section = field.section.value;
      const found = asked.length ? find(asked, unit) : [];
      lines = sorted(found.filter((line) => !section || line.section === section), field.order.value);
      const [message, others] = lines.length
        ? [`${count(lines.length, "line")}, ${count(new Set(lines.map(({ para }) => para)).size, "paragraph")}`, []]
        : nothing(asked, unit, found.length);
      status.textContent = message;
      near.hidden = !others.length;
      near.replaceChildren(...others.map((query) => element("button", { type: "button" }, query)));
      counts.replaceChildren(...data.labels.map(([letter, label]) =>
        element("li", {}, label + " ", element("b", {}, String(found.filter(({ section }) => section === letter).length)))));
      counts.hidden = !found.length || data.labels.length < 2;
      table.caption.textContent = `Lines with “${field.word.value.trim()}”`;
      table.hidden = csv.hidden = !lines.length;
      show(lines.slice(0, data.most));
    }

    const ask = (query) => {
      field.word.value = query;
      search();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    // JupyterLab does not let this key submit a form.
    field.word.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      search();
    });
    form.addEventListener("change", (event) => { if (event.target !== field.word) search(); });
    near.addEventListener("click", ({ target }) => {
      if (target.tagName !== "BUTTON") return;
      ask(target.textContent);
      field.word.focus();  // the button is gone
    });
    all.addEventListener("click", () => {
      const next = body.rows.length;
      show(lines);
      body.rows[next].tabIndex = -1;
      body.rows[next].focus();
    });
    csv.addEventListener("click", () => {
      const quoted = (value) => `"${String(value).trim().replaceAll('"', '""')}"`;
      const rows = lines.map(complete).map(({ left, node, right, para, section, voice }) => [left, node, right, para, section, voice]);
      const text = [["left", "node", "right", "para", "section", "voice"], ...rows].map((row) => row.map(quoted).join(",") + "\r\n").join("");
      const link = element("a", { download: `concordance ${terms(field.word.value).join(" ").replaceAll("*", "_")}.csv` });
      link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));  // the mark tells Excel that it is UTF-8
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });

    const offered = element("datalist");
    let free = 1;
    while (document.getElementById(`concordancer-words-${free}`)) free++;
    offered.id = `concordancer-words-${free}`;
    form.append(offered);
    field.word.setAttribute("list", offered.id);
    field.word.addEventListener("input", (event) => {
      const query = field.word.value;
      if (!event.inputType?.match(/^(insertText|insertCompositionText|delete|insertFrom)/) && [...offered.options].some(({ value }) => value === query)) {
        search();  // picked from the list
        return;
      }
      const [, before = "", last] = query.match(/^(.*\s)?(\S*)$/s);
      const like = [...times].filter(([word]) => last.length > 1 && word.startsWith(normalize(last)));
      like.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      offered.replaceChildren(...like.slice(0, 12).map(([word]) => element("option", { value: before + word })));
    });

    document.addEventListener("closereading:search", ({ detail }) => {
      if (!root.isConnected || typeof detail?.word !== "string") return;
      field.section.value = "";
      ask(detail.word);
      if (detail.stay || document.querySelector(".concordancer") !== root) return;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      form.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    });

    form.reset();  // browsers put back what was typed before the page was left
    lines = find(terms(field.word.value), "lemma");
    form.querySelector("fieldset").disabled = false;
    csv.hidden = all.hidden = false;
  }

  for (const root of document.querySelectorAll(".concordancer:not([data-live])")) {
    root.dataset.live = "";
    start(root);
  }
})();
