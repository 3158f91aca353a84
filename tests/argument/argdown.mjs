// What Argdown's own parser makes of a text: its errors, statements, arguments and relations, as JSON on standard output.
// Its exit code is 3 if the package is not there.
//
//   npm install --no-save --prefix /tmp/argdown @argdown/core@1.7.5      (nothing goes into the repository)
//   node tests/argument/argdown.mjs /tmp/argdown < argument.argdown
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(path.resolve(process.argv[2]), "node_modules", "from-here.js"));
try {
  require.resolve("@argdown/core");
} catch {
  process.exit(3);
}
const { ArgdownApplication, ParserPlugin, DataPlugin, ModelPlugin } = require("@argdown/core");
const argdown = new ArgdownApplication();
argdown.addPlugin(new ParserPlugin(), "parse-input");
for (const plugin of [new DataPlugin(), new ModelPlugin()]) argdown.addPlugin(plugin, "build-model");

const request = { input: fs.readFileSync(0, "utf8"), process: ["parse-input", "build-model"], throwExceptions: true };
const { parserErrors, statements, arguments: boxes, relations, frontMatter } = argdown.run(request);
const end = (one) => [one.type, one.title ?? one.argumentTitle];
const words = (one) => one.members.filter((member) => !member.isReference).map((member) => member.text);
const inferred = (one) => (one.pcs ?? []).flatMap((statement) => statement.inference?.inferenceRules ?? []);
console.log(JSON.stringify({
  errors: parserErrors.map((error) => error.message),
  statements: Object.values(statements).map((one) => ({ id: one.title, words: words(one), tags: one.tags, data: one.data })),
  arguments: Object.values(boxes).map((one) => ({
    id: one.title, data: one.data, pcs: (one.pcs ?? []).map((statement) => [statement.role, statement.title]), rules: inferred(one),
  })),
  relations: relations.map((one) => [one.relationType, end(one.from), end(one.to)]),
  frontMatter,
}));
