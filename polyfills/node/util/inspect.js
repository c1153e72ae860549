(require, ops) => {
	const { ERR_INVALID_ARG_TYPE } = require("internal/errors");

	const defaults = Object.seal({
		showHidden: false,
		depth: 2,
		colors: false,
		customInspect: true,
		showProxy: false,
		maxArrayLength: 100,
		maxStringLength: 10000,
		breakLength: 80,
		compact: 3,
		sorted: false,
		getters: false,
		numericSeparator: false,
	});

	const inspect = function inspect(value, options, depth, colors) {
		const o = { ...defaults };
		if (typeof options === "boolean") o.showHidden = options;
		else if (options) Object.assign(o, options);
		if (arguments.length > 2) {
			if (depth !== undefined) o.depth = depth;
			if (colors !== undefined) o.colors = colors;
		}
		if (o.colors && !Object.hasOwn(o, "stylize")) o.stylize = stylizeWithColor;
		o.stylize ??= (text) => text;
		return ops.show(value, o);
	};
	inspect.custom = Symbol.for("nodejs.util.inspect.custom");

	Object.defineProperty(inspect, "defaultOptions", {
		get: () => defaults,
		set(options) {
			if (options === null || typeof options !== "object" || Array.isArray(options)) throw new ERR_INVALID_ARG_TYPE("options", "Object", options);
			Object.assign(defaults, options);
		},
	});

	// Each is the code that begins the style and the one that ends it.
	inspect.colors = {
		__proto__: null,
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		blink: [5, 25],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29],
		doubleunderline: [21, 24],
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		framed: [51, 54],
		overlined: [53, 55],
		gray: [90, 39],
		redBright: [91, 39],
		greenBright: [92, 39],
		yellowBright: [93, 39],
		blueBright: [94, 39],
		magentaBright: [95, 39],
		cyanBright: [96, 39],
		whiteBright: [97, 39],
		bgGray: [100, 49],
		bgRedBright: [101, 49],
		bgGreenBright: [102, 49],
		bgYellowBright: [103, 49],
		bgBlueBright: [104, 49],
		bgMagentaBright: [105, 49],
		bgCyanBright: [106, 49],
		bgWhiteBright: [107, 49],
	};
	const aliases = [
		["grey", "gray"],
		["blackBright", "gray"],
		["bgGrey", "bgGray"],
		["bgBlackBright", "bgGray"],
		["faint", "dim"],
		["crossedout", "strikethrough"],
		["strikeThrough", "strikethrough"],
		["crossedOut", "strikethrough"],
		["conceal", "hidden"],
		["swapColors", "inverse"],
		["swapcolors", "inverse"],
		["doubleUnderline", "doubleunderline"],
	];
	for (const [alias, name] of aliases) {
		Object.defineProperty(inspect.colors, alias, {
			get() {
				return this[name];
			},
			set(codes) {
				this[name] = codes;
			},
			configurable: true,
			enumerable: false,
		});
	}
	inspect.styles = Object.assign(Object.create(null), {
		special: "cyan",
		number: "yellow",
		bigint: "yellow",
		boolean: "yellow",
		undefined: "grey",
		null: "bold",
		string: "green",
		symbol: "green",
		date: "magenta",
		name: undefined, // marked by no style
		regexp: "red",
		module: "underline",
	});
	const stylizeWithColor = (text, style) => {
		const codes = inspect.colors[inspect.styles[style]];
		return codes === undefined ? text : `\x1b[${codes[0]}m${text}\x1b[${codes[1]}m`;
	};

	const format = (...args) => ops.format({ ...defaults }, ...args);
	const formatWithOptions = (options, ...args) => {
		if (options === null || typeof options !== "object" || Array.isArray(options)) throw new ERR_INVALID_ARG_TYPE("inspectOptions", "Object", options);
		const o = { ...defaults, ...options };
		if (o.colors && !Object.hasOwn(o, "stylize")) o.stylize = stylizeWithColor;
		return ops.format(o, ...args);
	};
	return { inspect, format, formatWithOptions, width: ops.width, ahead: ops.ahead };
}
