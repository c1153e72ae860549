package bundle

import (
	"errors"
	"strings"
	"testing"

	"paddock/wrangler/message"
)

// What stays apart is connected as workerd of November 2026 connects it; the answers are its own, asked with
// modules of these texts.
func TestBuild_Apart(t *testing.T) {
	t.Parallel()
	const script = `
		let told = [];
		const tell = (name, give) => { let v; try { v = give(); v = typeof v === "function" ? "function" : JSON.stringify(v); } catch (e) { v = e.name + ": " + e.message; } told.push(name + " " + v); };
		tell("tla", () => require("./tla.js").v);
		tell("again", () => require("./" + "tla.js").v);
		tell("sub", () => require("./sub.js").v);
		tell("later", () => typeof require("./later.js"));
		tell("esm", () => require("./esm.js"));
		tell("computed", () => require("./" + "esm.js"));
		tell("exports", () => require("./exports.js"));
		tell("unwrapped", () => require("./unwrapped.js"));
		tell("function", () => require("./function.cjs"));
		tell("marked", () => require("./marked.cjs"));
		tell("text", () => require("./text.txt"));
		tell("throws", () => require("./throws.cjs"));
		tell("again", () => require("./throws.cjs"));
		tell("circle", () => require("./circle.cjs"));
		module.exports = told;`
	files := map[string]string{
		"worker.js": `import told from "./required.cjs"; import f from "./function.cjs"; import * as all from "./function.cjs"; import marked, * as markedAll from "./marked.cjs";
			const name = "./marked" + ".cjs";
			globalThis.result = [...told, typeof f, Object.keys(all), Object.keys(await import("./function.cjs")), JSON.stringify(marked), Object.keys(markedAll), Object.keys(await import(name)), (await import("./tla.js")).v].join("\n");
			export default {};`,
		"required.cjs": script,
		"function.cjs": `module.exports = function () {}; module.exports.x = 1;`,
		"marked.cjs":   `exports.__esModule = true; exports.default = 5; exports.z = 1;`,
		"throws.cjs":   `throw new RangeError("thrown");`,
		"circle.cjs":   `exports.a = 1; exports.b = require("./other.cjs").got; exports.c = 2;`,
		"other.cjs":    `exports.got = Object.keys(require("./circle.cjs"));`,
		"esm.js":       `export const v = 1; export default 2;`,
		"exports.js":   `const x = 7; export { x as "module.exports" };`,
		"unwrapped.js": `export const __cjsUnwrapDefault = true; export default "unwrapped";`,
		"tla.js":       `export const v = await Promise.resolve(5);`,
		"sub.js":       `import { v } from "./tla.js"; export default v; export { v };`,
		"later.js":     `export const v = 3; export const load = () => import("./tla.js");`,
		"text.txt":     `text`,
	}
	const imports = "function\ndefault\ndefault\n{\"__esModule\":true,\"default\":5,\"z\":1}\ndefault\ndefault\n5"
	tests := map[string]struct{ date, want string }{
		"namespaces, before export_commonjs_default": {"2022-10-01", `tla Error: Top-level await in module is unsettled.
again Error: Top-level await in module is unsettled.
sub Error: Top-level await in module is unsettled.
later "object"
esm {"default":2,"v":1}
computed {"default":2,"v":1}
exports 7
unwrapped "unwrapped"
function {}
marked {"default":{"__esModule":true,"default":5,"z":1}}
text {"default":"Text:text"}
throws RangeError: thrown
again RangeError: thrown
circle {"default":{"a":1,"c":2}}
`},
		"default exports": {"2024-06-01", `tla Error: Top-level await in module is unsettled.
again Error: Top-level await in module is unsettled.
sub Error: Top-level await in module is unsettled.
later "undefined"
esm 2
computed 2
exports 7
unwrapped "unwrapped"
function function
marked {"__esModule":true,"default":5,"z":1}
text "Text:text"
throws RangeError: thrown
again RangeError: thrown
circle {"a":1,"b":["a"],"c":2}
`},
		"with disable_top_level_await_in_require": {"2025-08-01", `tla Error: Top-level await in module is not permitted at this time.
again Error: Top-level await in module is not permitted at this time.
sub Error: Top-level await in module is not permitted at this time.
later "undefined"
esm 2
computed 2
exports 7
unwrapped "unwrapped"
function function
marked {"__esModule":true,"default":5,"z":1}
text "Text:text"
throws RangeError: thrown
again RangeError: thrown
circle {"a":1,"b":["a"],"c":2}
`},
		"with new_module_registry": {"2026-11-17", `tla Error: Top-level await is not supported in this context for module: file:///bundle/tla.js
again Error: Top-level await is not supported in this context for module: file:///bundle/tla.js
sub Error: Top-level await is not supported in this context for module: file:///bundle/sub.js
later "object"
esm {"default":2,"v":1}
computed {"default":2,"v":1}
exports 7
unwrapped "unwrapped"
function function
marked {"__esModule":true,"default":5,"z":1}
text "Text:text"
throws RangeError: thrown
again RangeError: thrown
circle {"a":1,"b":["a"],"c":2}
`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := project(t, files)
			in.NoBundle, in.FindAdditionalModules, in.CompatDate = true, true, test.date
			got := strings.ReplaceAll(run(t, build(t, in), nil), `{"v":1,"default":2}`, `{"default":2,"v":1}`)
			if got != test.want+imports {
				t.Errorf("got\n%s\nwant\n%s", got, test.want+imports)
			}
		})
	}
}

func TestBuild_ApartWithoutTheName(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"worker.js": "import { x } from './q.cjs';\nexport default { x };", "q.cjs": "exports.x = 1;"})
	in.NoBundle, in.FindAdditionalModules = true, true
	_, err := Build(t.Context(), in)
	var errs message.Errors
	if !errors.As(err, &errs) || len(errs) != 1 {
		t.Fatal(err)
	}
	m := errs[0]
	if m.Text != `No matching export in "q.cjs" for import "x"` || m.Place == nil || m.Place.File != "worker.js" || m.Place.Line != 1 || !strings.Contains(m.Hint, "module.exports") {
		t.Errorf("got %+v at %+v", m, m.Place)
	}
}
