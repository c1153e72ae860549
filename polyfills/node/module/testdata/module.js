const module = require("module");

test("modules of Node are told from others", () => {
	assertEquals(["fs", "node:fs", "nope", "node:test", "test", "node:sqlite", "wss"].map(module.isBuiltin), [true, true, false, true, false, true, false]);
	assertEquals([module.builtinModules.length, module.builtinModules[0], module.Module === module], [68, "_http_agent", true]);
});

test("a require function is made for a file", () => {
	const r = module.createRequire("/bundle/x.js");
	assert(r("path") === require("path") && r("node:path") === require("path") && module.createRequire("file:///a/b.js")("os") === require("os"));
	assertThrows(() => r("nope"), Error, 'No such module "bundle/nope".');
	assertThrows(() => r("internal/errors"), Error, 'No such module "bundle/internal/errors".');
	assertThrows(() => module.createRequire("rel"), TypeError, "The argument 'path' The argument must be a file URL object, a file URL string, or an absolute path string.. Received 'rel'");
});

test("what the platform lacks says so", () => {
	assertThrows(() => module.register(), Error, "The module.register method is not implemented");
	assertThrows(() => module.wrap(), Error, "The module.wrap method is not implemented");
	assertEquals(
		Object.keys(module).join(" "),
		"register constants enableCompileCache findPackageJSON flushCompileCache getCompileCacheDir stripTypeScriptTypes findSourceMap SourceMap getSourceMapsSupport setSourceMapsSupport createRequire builtinModules globalPaths isBuiltin runMain syncBuiltinESMExports wrap _cache _debug _extensions _findPath _initPaths _load _pathCache _preloadModules _resolveFilename _resolveLookupPaths _nodeModulePaths Module registerHooks",
	);
});
