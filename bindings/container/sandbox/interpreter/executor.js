// Runs the code of one context. Requests come line by line on descriptor 3, answers go to 4.
//
// A request is {"code", "timeout"}, an answer {"results": [...], "error": null or {...}}. What the code
// prints goes where descriptors 1 and 2 lead.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const util = require("node:util");
const vm = require("node:vm");
const { createRequire } = require("node:module");
const { parse } = require("internal/deps/acorn/acorn/dist/acorn"); // by --expose-internals

const folder = process.cwd();
const context = vm.createContext({
	console, process, require: createRequire(path.join(folder, "code.js")), Buffer,
	setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate,
	queueMicrotask, structuredClone, URL, URLSearchParams, TextEncoder, TextDecoder, AbortController,
	AbortSignal, Event, EventTarget, Headers, Request, Response, FormData, Blob, fetch, performance, crypto,
	atob, btoa, WebAssembly, global: globalThis, __dirname: folder, __filename: path.join(folder, "code.js"),
});

// names lists what a pattern declares.
function names(pattern) {
	switch (pattern.type) {
		case "Identifier": return [pattern.name];
		case "ObjectPattern": return pattern.properties.flatMap((p) => names(p.type === "RestElement" ? p.argument : p.value));
		case "ArrayPattern": return pattern.elements.flatMap((e) => (e ? names(e) : []));
		case "AssignmentPattern": return names(pattern.left);
		case "RestElement": return names(pattern.argument);
	}
	return [];
}

// persistent makes an async function of the code that gives the value of its last statement, and
// whose declarations stay for the next run: they become properties of the context.
function persistent(source) {
	let tree;
	try {
		tree = parse(source, { ecmaVersion: "latest", sourceType: "script", allowAwaitOutsideFunction: true });
	} catch {
		return `(async () => {\n${source}\n})()`; // the engine has better words for what is wrong
	}
	const declared = [];
	const text = (node) => source.slice(node.start, node.end);
	const value = (node) => {
		switch (node.type) {
			case "VariableDeclaration": {
				declared.push(...node.declarations.flatMap((d) => names(d.id)));
				return node.declarations.filter((d) => d.init).map((d) => `(${text(d.id)} = ${text(d.init)})`).join(", ") || undefined;
			}
			case "FunctionDeclaration":
			case "ClassDeclaration":
				declared.push(node.id.name);
				return `${node.id.name} = ${text(node)}`;
			case "ExpressionStatement":
				return text(node.expression);
		}
	};
	// Functions can be called above where they stand.
	const functions = tree.body.filter((node) => node.type === "FunctionDeclaration");
	const rest = tree.body.filter((node) => node.type !== "FunctionDeclaration");
	const lines = functions.map((node) => `void (${value(node)});`);
	for (const node of rest) {
		const v = value(node);
		const last = node === tree.body.at(-1);
		if (v === undefined) lines.push(node.type === "VariableDeclaration" ? "" : text(node));
		else lines.push(last ? `return (${v}\n);` : `void (${v}\n);`);
	}
	if (functions.includes(tree.body.at(-1))) lines.push(`return ${functions.at(-1).id.name};`);
	const head = declared.length ? `var ${[...new Set(declared)].join(", ")};\n` : "";
	return `${head}(async () => {\n${lines.join("\n")}\n})()`;
}

async function run(code, timeout, count) {
	const script = persistent(code);
	const options = { filename: `<cell ${count}>`, lineOffset: -1, importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER };
	if (timeout) options.timeout = timeout;
	const value = vm.runInContext(script, context, options);
	if (!timeout) return value;
	let timer;
	const late = new Promise((_, reject) => { timer = setTimeout(() => reject(timedOut()), timeout); });
	return Promise.race([value, late]).finally(() => clearTimeout(timer));
}

function timedOut() {
	return Object.assign(new Error("Execution timeout"), { name: "TimeoutError" });
}

// results gives the value of a run: objects as JSON, the rest as text.
function results(value) {
	if (value === undefined) return [];
	if (typeof value === "object" && value !== null) {
		try {
			const json = JSON.stringify(value);
			if (json !== undefined) return [{ json: JSON.parse(json), metadata: {} }];
		} catch { /* as text */ }
	}
	return [{ text: util.inspect(value, { depth: null }), metadata: {} }];
}

function failure(e) {
	if (e?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") e = timedOut();
	const name = String(e?.name ?? "Error");
	const message = String(e?.message ?? e);
	const lines = name === "TimeoutError" ? [] : String(e?.stack ?? `${name}: ${message}`).split("\n");
	return { name, message, traceback: lines.filter((line) => !/\((?:node:|\[eval\])|at (?:node:|\[eval\])/.test(line)) };
}

const answer = (message) => fs.writeSync(4, JSON.stringify(message) + "\n");

// What fails outside of a run does not end the context.
process.on("uncaughtException", (e) => { console.error(e); });
process.on("unhandledRejection", (e) => { console.error(e); });

(async () => {
	let count = 0;
	answer({ ready: true });
	const lines = require("node:readline").createInterface({ input: fs.createReadStream(null, { fd: 3 }) });
	for await (const line of lines) {
		const { code, timeout } = JSON.parse(line);
		let out;
		try {
			out = { results: results(await run(code, timeout, ++count)), error: null };
		} catch (e) {
			out = { results: [], error: failure(e) };
		}
		answer(out);
	}
	process.exit(0);
})();
