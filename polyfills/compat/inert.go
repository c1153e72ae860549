package compat

// inert are the platform's flags that decide nothing here: those for Python, which is not emulated, those of its
// own services and of its tests, and experiments. They are known, so that a Worker that names one starts,
// and is told that it has no effect.
var inert = map[string]flag{
	// Python
	"auto_inject_python_workers":                   {disable: "no_auto_inject_python_workers"},
	"enable_python_external_sdk":                   {disable: "disable_python_external_sdk", since: "2026-04-21"},
	"python_check_rng_state":                       {disable: "disable_python_check_rng_state"},
	"python_dedicated_snapshot":                    {disable: "disable_python_dedicated_snapshot"},
	"python_dedicated_snapshot_keep_import_caches": {disable: "no_python_dedicated_snapshot_keep_import_caches"},
	"python_external_packages":                     {},
	"python_no_global_handlers":                    {disable: "disable_python_no_global_handlers", since: "2025-08-14"},
	"python_process_pth_files":                     {disable: "disable_python_process_pth_files", since: "2026-05-26"},
	"python_request_headers_preserve_commas":       {disable: "disable_python_request_headers_preserve_commas", since: "2026-02-17"},
	"python_shared_standard_library":               {},
	"python_workers":                               {},
	"python_workers_20250116":                      {disable: "no_python_workers_20250116"},
	"python_workers_20260610":                      {disable: "no_python_workers_20260610"},
	"python_workers_314":                           {disable: "no_python_workers_314"},
	"python_workers_development":                   {},
	"python_workers_durable_objects":               {},
	"python_workers_force_new_vendor_path":         {since: "2025-08-11"},
	"python_workflows":                             {disable: "disable_python_workflows"},
	"python_workflows_implicit_dependencies":       {disable: "no_python_workflows_implicit_dependencies"},
	"python_zstd_snapshot":                         {},

	// how the platform's own services talk to each other, and its tests
	"auto_grpc_convert":                   {},
	"d1_binding_jsrpc":                    {},
	"expose_draining_reader":              {},
	"expose_serialization_test_class":     {},
	"kv_direct_binding":                   {},
	"offpeak_location_hint":               {},
	"r2_binding_jsrpc":                    {},
	"replica_routing":                     {},
	"rtti_api":                            {},
	"typescript_implemented_streams":      {},
	"unsupported_process_actual_platform": {},
	"workflows_bindings_rpc":              {},

	// flags that decide nothing any more, there neither
	"durable_object_rename": {},
	"webgpu":                {},

	// not emulated
	"connect_handler_starttls":                          {},
	"connect_pass_through":                              {},
	"durable_object_get_existing":                       {},
	"durable_object_snapshots":                          {},
	"enable_ctx_version_metadata":                       {},
	"enable_nodejs_inspector_local_dev":                 {},
	"enable_version_api":                                {},
	"enable_web_file_system":                            {},
	"memory_cache_delete":                               {},
	"nonclass_entrypoint_reuses_ctx_across_invocations": {},
	"rpc_dispose_cancels_call":                          {},
	"spec_compliant_property_attributes":                {disable: "no_spec_compliant_property_attributes"},
	"streams_no_default_auto_allocate_chunk_size":       {disable: "streams_auto_allocate_chunk_size_default"},
	"tail_worker_user_spans":                            {},
	"typescript_strip_types":                            {},
	"wasm_esm_integration_builtins":                     {},
	"wasm_memory_discard":                               {},
}

// granted are flags for what every Worker has by now, here as there: they decide nothing, and nobody misses anything.
var granted = map[string]flag{
	"enable_d1_with_sessions_api":     {},
	"increase_websocket_message_size": {},
	"streaming_tail_worker":           {},
	"workflows_step_rollback":         {},
}
