package config

// scope says how a key behaves in named environments.
type scope int

const (
	unset       scope = iota // not a key of wrangler
	topOnly                  // only at the top level
	inheritable              // an environment takes the top level's value
	repeated                 // an environment must repeat it
)

// want is the type that a key's value must have.
type want int

const (
	anything want = iota
	aString
	aBoolean
	aNumber
	aStringArray
	anArray
	anObject
)

type keyRule struct {
	scope scope
	want  want
}

// keys are all the keys of a configuration.
var keys = map[string]keyRule{
	"$schema": {topOnly, anything}, "env": {topOnly, anything}, "dev": {topOnly, anObject}, "alias": {topOnly, anObject},
	"site": {topOnly, anObject}, "wasm_modules": {topOnly, anObject}, "text_blobs": {topOnly, anObject}, "data_blobs": {topOnly, anObject},
	"send_metrics": {topOnly, aBoolean}, "keep_vars": {topOnly, aBoolean}, "dependencies_instrumentation": {topOnly, anything},
	"addresses": {topOnly, anything}, "legacy_env": {topOnly, aBoolean}, "pages_build_output_dir": {topOnly, aString},

	// What build tools write into a configuration of their own.
	"configPath": {topOnly, anything}, "userConfigPath": {topOnly, anything}, "topLevelName": {topOnly, anything},
	"definedEnvironments": {topOnly, anything}, "targetEnvironment": {topOnly, anything},

	"name": {inheritable, aString}, "account_id": {inheritable, aString}, "main": {inheritable, aString},
	"compatibility_date": {inheritable, aString}, "compatibility_flags": {inheritable, aStringArray},
	"find_additional_modules": {inheritable, aBoolean}, "preserve_file_names": {inheritable, aBoolean}, "base_dir": {inheritable, aString},
	"workers_dev": {inheritable, aBoolean}, "preview_urls": {inheritable, aBoolean}, "route": {inheritable, anything}, "routes": {inheritable, anArray},
	"tsconfig": {inheritable, aString}, "jsx_factory": {inheritable, aString}, "jsx_fragment": {inheritable, aString},
	"migrations": {inheritable, anArray}, "exports": {inheritable, anObject}, "triggers": {inheritable, anObject}, "limits": {inheritable, anObject},
	"rules": {inheritable, anArray}, "build": {inheritable, anObject}, "no_bundle": {inheritable, aBoolean}, "minify": {inheritable, aBoolean},
	"keep_names": {inheritable, aBoolean}, "first_party_worker": {inheritable, aBoolean}, "logfwdr": {inheritable, anObject}, "logpush": {inheritable, aBoolean},
	"upload_source_maps": {inheritable, aBoolean}, "placement": {inheritable, anObject}, "assets": {inheritable, anObject},
	"observability": {inheritable, anObject}, "access": {inheritable, anObject}, "cache": {inheritable, anything}, "compliance_region": {inheritable, aString},
	"python_modules": {inheritable, anObject}, "previews": {inheritable, anything},

	"define": {repeated, anObject}, "vars": {repeated, anObject}, "secrets": {repeated, anObject}, "durable_objects": {repeated, anObject},
	"workflows": {repeated, anArray}, "cloudchamber": {repeated, anObject}, "containers": {repeated, anArray}, "kv_namespaces": {repeated, anArray},
	"send_email": {repeated, anArray}, "queues": {repeated, anObject}, "connect": {repeated, anything}, "r2_buckets": {repeated, anArray},
	"d1_databases": {repeated, anArray}, "vectorize": {repeated, anArray}, "ai_search": {repeated, anything}, "ai_search_namespaces": {repeated, anything},
	"websearch": {repeated, anything}, "agent_memory": {repeated, anything}, "hyperdrive": {repeated, anArray}, "services": {repeated, anArray},
	"analytics_engine_datasets": {repeated, anArray}, "dispatch_namespaces": {repeated, anArray}, "mtls_certificates": {repeated, anArray},
	"tail_consumers": {repeated, anArray}, "streaming_tail_consumers": {repeated, anArray}, "unsafe": {repeated, anObject}, "browser": {repeated, anObject},
	"ai": {repeated, anObject}, "images": {repeated, anObject}, "stream": {repeated, anObject}, "media": {repeated, anObject}, "pipelines": {repeated, anArray},
	"secrets_store_secrets": {repeated, anArray}, "artifacts": {repeated, anything}, "unsafe_hello_world": {repeated, anArray}, "flagship": {repeated, anything}, "k2": {repeated, anything},
	"worker_loaders": {repeated, anArray}, "ratelimits": {repeated, anArray}, "vpc_services": {repeated, anArray}, "vpc_networks": {repeated, anArray},
	"version_metadata": {repeated, anObject},
}

// entryRule is the form of a section's entries.
type entryRule struct {
	path     string   // of the array, or of the object itself with single
	friendly string   // the kind in the message about double names
	name     string   // the field that holds the name on env; "" if there is none
	required []string // fields that must be strings
	optional []string // other known fields; nil accepts every field
	single   bool     // the section is one object
}

// entries are the sections whose entries are checked here.
var entries = []entryRule{
	{path: "kv_namespaces", friendly: "KV Namespace", name: "binding", required: []string{"binding"}, optional: []string{"id", "preview_id", "remote"}},
	{path: "r2_buckets", friendly: "R2 Bucket", name: "binding", required: []string{"binding"}, optional: []string{"bucket_name", "preview_bucket_name", "jurisdiction", "remote", "local_dev"}},
	{path: "d1_databases", friendly: "D1 Database", name: "binding", required: []string{"binding"}, optional: []string{"database_name", "database_id", "preview_database_id", "migrations_table", "migrations_dir", "migrations_pattern", "remote", "database_internal_env"}},
	{path: "durable_objects.bindings", friendly: "Durable Object", name: "name", required: []string{"name", "class_name"}, optional: []string{"script_name", "environment"}},
	{path: "queues.producers", friendly: "Queue", name: "binding", required: []string{"binding"}, optional: []string{"queue", "delivery_delay", "remote"}},
	{path: "queues.consumers", required: []string{"queue"}, optional: []string{"type", "max_batch_size", "max_batch_timeout", "max_retries", "dead_letter_queue", "max_concurrency", "visibility_timeout_ms", "retry_delay"}},
	{path: "services", friendly: "Worker", name: "binding", required: []string{"binding", "service"}, optional: []string{"environment", "entrypoint", "props", "remote"}},
	{path: "workflows", friendly: "Workflow", name: "binding", required: []string{"binding", "name", "class_name"}, optional: []string{"script_name", "remote", "limits", "schedules"}},
	{path: "hyperdrive", friendly: "Hyperdrive Config", name: "binding", required: []string{"binding", "id"}, optional: []string{"localConnectionString"}},
	{path: "ratelimits", friendly: "Rate Limit", name: "name", required: []string{"name", "namespace_id"}, optional: []string{"simple"}},
	{path: "send_email", friendly: "Send Email", name: "name", required: []string{"name"}},
	{path: "vectorize", friendly: "Vectorize Index", name: "binding", required: []string{"binding", "index_name"}, optional: []string{"remote"}},
	{path: "analytics_engine_datasets", friendly: "Analytics Engine Dataset", name: "binding", required: []string{"binding"}, optional: []string{"dataset"}},
	{path: "mtls_certificates", friendly: "mTLS Certificate", name: "binding", required: []string{"binding", "certificate_id"}},
	{path: "dispatch_namespaces", friendly: "Dispatch Namespace", name: "binding", required: []string{"binding", "namespace"}},
	{path: "pipelines", friendly: "Pipeline", name: "binding", required: []string{"binding"}, optional: []string{"stream", "pipeline", "remote"}},
	{path: "secrets_store_secrets", friendly: "Secrets Store Secret", name: "binding", required: []string{"binding", "store_id", "secret_name"}},
	{path: "worker_loaders", friendly: "Worker Loader", name: "binding", required: []string{"binding"}},
	{path: "vpc_services", friendly: "VPC Service", name: "binding", required: []string{"binding", "service_id"}},
	{path: "tail_consumers", required: []string{"service"}},
	{path: "streaming_tail_consumers", required: []string{"service"}},
	{path: "browser", friendly: "Browser Run", name: "binding", required: []string{"binding"}, single: true},
	{path: "ai", friendly: "AI", name: "binding", required: []string{"binding"}, single: true},
	{path: "images", friendly: "Images", name: "binding", required: []string{"binding"}, single: true},
	{path: "media", friendly: "Media", name: "binding", required: []string{"binding"}, single: true},
	{path: "stream", friendly: "Stream", name: "binding", required: []string{"binding"}, single: true},
	{path: "version_metadata", friendly: "Worker Version Metadata", name: "binding", required: []string{"binding"}, single: true},
}
