(require, ops) => {
	const kindIs = (...kinds) => (value) => kinds.includes(ops.kind(value));
	const tagIs = (tag) => (value) => Object(value) === value && Object.prototype.toString.call(value) === `[object ${tag}]`;
	const prototypeOf = Object.getPrototypeOf;
	const functionOf = (proto) => (value) => typeof value === "function" && proto.isPrototypeOf(value);

	// The accessor tells the kind of a typed array, and undefined of anything else.
	const typedArrayTag = Object.getOwnPropertyDescriptor(prototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
	const viewIs = (name) => (value) => Object(value) === value && typedArrayTag.call(value) === name;
	const never = () => false;
	// The engine does not tell these from plain objects.
	const isSymbolObject = (value) => {
		try {
			return typeof value === "object" && typeof Symbol.prototype.valueOf.call(value) === "symbol";
		} catch {
			return false;
		}
	};
	const isOtherBoxed = kindIs("String", "Number", "Boolean", "BigInt");
	const isAnyArrayBuffer = kindIs("ArrayBuffer");

	const { SharedArrayBuffer } = globalThis;
	const isSharedArrayBuffer = (value) => SharedArrayBuffer !== undefined && isAnyArrayBuffer(value) && value instanceof SharedArrayBuffer;

	const types = {
		isCryptoKey: (value) => value instanceof CryptoKey,
		isKeyObject: (value) => Object(value) === value && value instanceof require("crypto").KeyObject,
		isAsyncFunction: functionOf(prototypeOf(async () => {})),
		isGeneratorFunction: functionOf(prototypeOf(function* () {})),
		isGeneratorObject: tagIs("Generator"),
		isAnyArrayBuffer,
		isArrayBuffer: (value) => isAnyArrayBuffer(value) && !isSharedArrayBuffer(value),
		isArgumentsObject: kindIs("Arguments"),
		isBoxedPrimitive: (value) => isOtherBoxed(value) || isSymbolObject(value),
		isDataView: (value) => ArrayBuffer.isView(value) && typedArrayTag.call(value) === undefined,
		isMap: kindIs("Map"),
		isMapIterator: tagIs("Map Iterator"),
		isModuleNamespaceObject: (value) => ops.isNamespace(value),
		isNativeError: kindIs("Error"),
		isPromise: kindIs("Promise"),
		isProxy: kindIs("Proxy"),
		isSet: kindIs("Set"),
		isSetIterator: tagIs("Set Iterator"),
		isSharedArrayBuffer,
		isWeakMap: kindIs("WeakMap"),
		isWeakSet: kindIs("WeakSet"),
		isRegExp: kindIs("RegExp"),
		isDate: kindIs("Date"),
		isStringObject: kindIs("String"),
		isSymbolObject,
		isNumberObject: kindIs("Number"),
		isBooleanObject: kindIs("Boolean"),
		isBigIntObject: kindIs("BigInt"),
		isArrayBufferView: ArrayBuffer.isView,
		isBigInt64Array: viewIs("BigInt64Array"),
		isBigUint64Array: viewIs("BigUint64Array"),
		isFloat16Array: viewIs("Float16Array"),
		isFloat32Array: viewIs("Float32Array"),
		isFloat64Array: viewIs("Float64Array"),
		isInt8Array: viewIs("Int8Array"),
		isInt16Array: viewIs("Int16Array"),
		isInt32Array: viewIs("Int32Array"),
		isTypedArray: (value) => ArrayBuffer.isView(value) && typedArrayTag.call(value) !== undefined,
		isUint8Array: viewIs("Uint8Array"),
		isUint8ClampedArray: viewIs("Uint8ClampedArray"),
		isUint16Array: viewIs("Uint16Array"),
		isUint32Array: viewIs("Uint32Array"),
		isExternal: never,
	};
	return types;
}
