(require) => {
	const { ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateBoolean, validateObject, validateFunction, validateOneOf, validateString, validateUint32 } = require("internal/validators");
	const { table, missing, gives, type } = require("internal/absent");

	const of = (owner, names) => table(Object.fromEntries(names.map((name) => [name, missing(owner + name)])));
	const zeros = (...names) => () => Object.fromEntries(names.map((name) => [name, 0]));
	const optional = (options = {}) => validateObject(options, "options");

	const snapshot = (options = {}) => {
		validateObject(options, "options");
		for (const name of ["exposeInternals", "exposeNumericValues"]) {
			if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
		}
	};

	const Serializer = type("Serializer", undefined, missing("Serializer"), of("", [
		"writeHeader", "writeValue", "releaseBuffer", "transferArrayBuffer", "writeUint32", "writeUint64", "writeDouble",
		"writeRawBytes", "_getDataCloneError", "_getSharedArrayBufferId", "_setTreatArrayBufferViewsAsHostObjects", "_writeHostObject",
	]));
	const Deserializer = type("Deserializer", undefined, missing("Deserializer"), of("", [
		"readHeader", "readValue", "transferArrayBuffer", "getWireFormatVersion", "readUint32", "readUint64", "readDouble",
		"readRawBytes", "_readHostObject",
	]));
	const memory = zeros("committed_size_bytes", "resident_size_bytes", "used_size_bytes");

	return table({
		cachedDataVersionTag: gives(0),
		getHeapSnapshot: missing("getHeapSnapshot", snapshot),
		getHeapStatistics: zeros(
			"total_heap_size", "total_heap_size_executable", "total_physical_size", "total_available_size", "used_heap_size",
			"heap_size_limit", "malloced_memory", "peak_malloced_memory", "does_zap_garbage", "number_of_native_contexts",
			"number_of_detached_contexts", "total_global_handles_size", "used_global_handles_size", "external_memory",
			"total_allocated_bytes",
		),
		getHeapSpaceStatistics: () => [],
		getHeapCodeStatistics: zeros("code_and_metadata_size", "bytecode_and_metadata_size", "external_script_source_size", "cpu_profiler_metadata_size"),
		getCppHeapStatistics(detail = "detailed") {
			if (detail !== "brief" && detail !== "detailed") throw new ERR_INVALID_ARG_VALUE("type", detail, "must be one of: 'brief', 'detailed'");
			return { ...memory(), space_statistics: [], type_names: [], detail_level: detail };
		},
		setFlagsFromString: missing("setFlagsFromString", (flags) => validateString(flags, "flags")),
		Serializer,
		Deserializer,
		DefaultSerializer: type("DefaultSerializer", Serializer),
		DefaultDeserializer: type("DefaultDeserializer", Deserializer),
		deserialize: missing("deserialize"),
		takeCoverage: missing("takeCoverage"),
		stopCoverage: missing("stopCoverage"),
		serialize: missing("serialize"),
		writeHeapSnapshot: missing("writeHeapSnapshot", (filename, options) => {
			if (filename !== undefined) validateString(filename, "filename");
			snapshot(options);
		}),
		promiseHooks: of("promiseHooks.", ["createHook", "onInit", "onBefore", "onAfter", "onSettled"]),
		queryObjects: missing("queryObjects", (constructor, options) => {
			validateFunction(constructor, "constructor");
			optional(options);
			if (options?.format !== undefined) validateOneOf(options.format, "options.format", ["count", "summary"]);
		}),
		startupSnapshot: {
			...of("startupSnapshot.", ["addSerializeCallback", "addDeserializeCallback", "setDeserializeMainFunction"]),
			isBuildingSnapshot: gives(false),
		},
		setHeapSnapshotNearHeapLimit: missing("setHeapSnapshotNearHeapLimit", (limit) => validateUint32(limit, "limit", true)),
		GCProfiler: type("GCProfiler", undefined, undefined, of("GCProfiler.", ["start", "stop"])),
		isStringOneByteRepresentation: missing("isStringOneByteRepresentation", (content) => validateString(content, "content")),
	});
}
