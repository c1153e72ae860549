package node

import (
	"strings"

	"paddock/jsruntime"
)

// names has the modules whose namespace is more, or less, than the enumerable properties of their exports: "name" is a
// member that it has besides, "name=" the exports themselves, "name=module.member" one of another module, "-name"
// one that it lacks.
var names = map[string]string{
	"_stream_duplex":      "Duplex=",
	"_stream_passthrough": "PassThrough=",
	"_stream_readable":    "Readable= -_fromList",
	"_stream_transform":   "Transform=",
	"_stream_writable":    "Writable=",
	"cluster":             "Cluster disconnect fork setupMaster setupPrimary -domain",
	"console":             "-_times -_ignoreErrors -_stderrErrorHandler -_stdoutErrorHandler -_stderr -_stdout",
	"diagnostics_channel": "TracingChannel",
	"dns/promises":        "ADDRCONFIG=dns.ADDRCONFIG ALL=dns.ALL V4MAPPED=dns.V4MAPPED",
	"events":              "-init",
	"stream/promises":     "promises=stream.promises",
	"timers":              "Timeout",
	"zlib": "-BROTLI_PARAM_SIZE_HINT -ZSTD_e_continue -ZSTD_e_flush -ZSTD_e_end -ZSTD_c_compressionLevel " +
		"-ZSTD_c_windowLog -ZSTD_c_hashLog -ZSTD_c_chainLog -ZSTD_c_searchLog -ZSTD_c_minMatch " +
		"-ZSTD_c_targetLength -ZSTD_c_strategy -ZSTD_c_enableLongDistanceMatching -ZSTD_c_ldmHashLog " +
		"-ZSTD_c_ldmMinMatch -ZSTD_c_ldmBucketSizeLog -ZSTD_c_ldmHashRateLog -ZSTD_c_contentSizeFlag " +
		"-ZSTD_c_checksumFlag -ZSTD_c_dictIDFlag -ZSTD_c_nbWorkers -ZSTD_c_jobSize -ZSTD_c_overlapLog " +
		"-ZSTD_d_windowLogMax -ZSTD_fast -ZSTD_dfast -ZSTD_greedy -ZSTD_lazy -ZSTD_lazy2 -ZSTD_btlazy2 -ZSTD_btopt " +
		"-ZSTD_btultra -ZSTD_btultra2 -ZSTD_CLEVEL_DEFAULT",
}

// Named gives what the modules of names export by name, as an API offers it.
func Named() map[string]func(*jsruntime.VM, *jsruntime.Object) map[string]jsruntime.Export {
	out := make(map[string]func(*jsruntime.VM, *jsruntime.Object) map[string]jsruntime.Export, len(names))
	for module, list := range names {
		out[specifier(module)] = func(vm *jsruntime.VM, exports *jsruntime.Object) map[string]jsruntime.Export {
			return named(vm, exports, list)
		}
	}
	return out
}

func named(vm *jsruntime.VM, exports *jsruntime.Object, list string) map[string]jsruntime.Export {
	members := map[string]jsruntime.Export{}
	for _, name := range exports.Keys() {
		members[name] = jsruntime.Export{Of: exports, Name: name}
	}
	for entry := range strings.FieldsSeq(list) {
		name, from, other := strings.Cut(entry, "=")
		module, member, _ := strings.Cut(from, ".")
		switch {
		case strings.HasPrefix(name, "-"):
			delete(members, name[1:])
		case from != "":
			members[name] = jsruntime.Export{Of: Require(vm, module).(*jsruntime.Object), Name: member}
		case other:
			members[name] = jsruntime.Export{Value: exports}
		default:
			members[name] = jsruntime.Export{Of: exports, Name: name}
		}
	}
	return members
}
