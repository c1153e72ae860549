package config

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"strings"
)

// Dev is the "dev" section.
type Dev struct {
	IP               string `json:"ip"`
	Port             int    `json:"port"`
	PortSet          bool   `json:"-"` // the port was given
	InspectorIP      string `json:"inspector_ip"`
	InspectorPort    int    `json:"inspector_port"`
	LocalProtocol    string `json:"local_protocol"`
	UpstreamProtocol string `json:"upstream_protocol"`
	Host             string `json:"host"`
	EnableContainers bool   `json:"enable_containers"`

	ContainerEngine ContainerEngine `json:"container_engine"`
}

// ContainerEngine is the address of the Docker daemon, "" for the usual one. The configuration has
// it as a text or as {"localDocker": {"socketPath": …}}.
type ContainerEngine string

// UnmarshalJSON implements [json.Unmarshaler].
func (e *ContainerEngine) UnmarshalJSON(b []byte) error {
	var local struct {
		LocalDocker struct {
			SocketPath string `json:"socketPath"`
		} `json:"localDocker"`
	}
	if json.Unmarshal(b, &local) == nil {
		*e = ContainerEngine(local.LocalDocker.SocketPath)
		return nil
	}
	return json.Unmarshal(b, (*string)(e))
}

// Rule says how files that match one of Globs are imported.
type Rule struct {
	Type        string   `json:"type"`
	Globs       []string `json:"globs"`
	Fallthrough *bool    `json:"fallthrough"` // later rules of the same type count, too; nil: not, and that is warned of
}

// Build is the custom build that runs before bundling.
type Build struct {
	Command  string
	Cwd      string   // absolute
	WatchDir []string // absolute
}

// Bundling is what the bundler needs to know. Paths are absolute.
type Bundling struct {
	TSConfig, JSXFactory, JSXFragment, BaseDir         string
	Rules                                              []Rule
	Alias, Define                                      map[string]string
	NoBundle, FindAdditionalModules, PreserveFileNames bool
	Minify                                             bool
	Build                                              Build

	Conditions        []string // of WRANGLER_BUILD_CONDITIONS; nil: not given
	Platform, NodeEnv string   // of WRANGLER_BUILD_PLATFORM and NODE_ENV
	AssetsPath        string   // of a Pages project: where its functions' own files are served
}

// DurableObject is an entry of durable_objects.bindings.
type DurableObject struct {
	Name        string `json:"name"`
	ClassName   string `json:"class_name"`
	ScriptName  string `json:"script_name,omitempty"`
	Environment string `json:"environment,omitempty"`
}

// Container is an entry of containers; Name is filled in if it was not given.
type Container struct {
	Name              string            `json:"name"`
	ClassName         string            `json:"class_name"`
	Image             string            `json:"image"`
	ImageBuildContext string            `json:"image_build_context,omitempty"`
	ImageVars         map[string]string `json:"image_vars,omitempty"`
	MaxInstances      float64           `json:"max_instances,omitempty"`
	InstanceType      json.RawMessage   `json:"instance_type,omitempty"`
	SchedulingPolicy  string            `json:"scheduling_policy,omitempty"`
	Images            json.RawMessage   `json:"images,omitempty"`
}

// Workflow is an entry of workflows.
type Workflow struct {
	Binding    string `json:"binding"`
	Name       string `json:"name"`
	ClassName  string `json:"class_name"`
	ScriptName string `json:"script_name,omitempty"`
}

// KVNamespace is an entry of kv_namespaces.
type KVNamespace struct {
	Binding   string `json:"binding"`
	ID        string `json:"id,omitempty"`
	PreviewID string `json:"preview_id,omitempty"`
}

// R2Bucket is an entry of r2_buckets.
type R2Bucket struct {
	Binding    string `json:"binding"`
	BucketName string `json:"bucket_name,omitempty"`
}

// D1Database is an entry of d1_databases.
type D1Database struct {
	Binding           string  `json:"binding"`
	DatabaseName      string  `json:"database_name,omitempty"`
	DatabaseID        string  `json:"database_id,omitempty"`
	PreviewDatabaseID string  `json:"preview_database_id,omitempty"`
	MigrationsTable   string  `json:"migrations_table,omitempty"`
	MigrationsDir     *string `json:"migrations_dir,omitempty"`
	MigrationsPattern *string `json:"migrations_pattern,omitempty"`
}

// ID names the database's local state.
func (d *D1Database) ID() string {
	return cmp.Or(d.PreviewDatabaseID, d.DatabaseID, d.Binding)
}

// Service is an entry of services.
type Service struct {
	Binding     string          `json:"binding"`
	Service     string          `json:"service"`
	Environment string          `json:"environment,omitempty"`
	Entrypoint  string          `json:"entrypoint,omitempty"`
	Props       json.RawMessage `json:"props,omitempty"`
}

// decode reads a section whose fields that matter were checked; what does not fit stays zero.
func decode[T any](raw json.RawMessage) (v T) {
	if raw != nil {
		_ = json.Unmarshal(raw, &v)
	}
	return v
}

// DurableObjects gives the bindings to Durable Object classes.
func (p *Project) DurableObjects() []DurableObject {
	return decode[struct{ Bindings []DurableObject }](p.Sections["durable_objects"]).Bindings
}

// Workflows gives the bindings to Workflows.
func (p *Project) Workflows() []Workflow { return decode[[]Workflow](p.Sections["workflows"]) }

// KVNamespaces gives the KV bindings.
func (p *Project) KVNamespaces() []KVNamespace {
	return decode[[]KVNamespace](p.Sections["kv_namespaces"])
}

// R2Buckets gives the R2 bindings.
func (p *Project) R2Buckets() []R2Bucket { return decode[[]R2Bucket](p.Sections["r2_buckets"]) }

// D1Databases gives the D1 bindings.
func (p *Project) D1Databases() []D1Database { return decode[[]D1Database](p.Sections["d1_databases"]) }

// Services gives the service bindings.
func (p *Project) Services() []Service { return decode[[]Service](p.Sections["services"]) }

// TailConsumer is an entry of tail_consumers or streaming_tail_consumers.
type TailConsumer struct {
	Service     string `json:"service"`
	Environment string `json:"environment,omitempty"`
}

// Worker is the name of the Worker that is meant.
func (c TailConsumer) Worker() string {
	if c.Environment == "" {
		return c.Service
	}
	return c.Service + "-" + c.Environment
}

// TailConsumers gives the Workers that are told of each event of this one when it is over.
func (p *Project) TailConsumers() []TailConsumer {
	return decode[[]TailConsumer](p.Sections["tail_consumers"])
}

// StreamingTailConsumers gives the Workers that are told of an event of this one while it goes on.
func (p *Project) StreamingTailConsumers() []TailConsumer {
	return decode[[]TailConsumer](p.Sections["streaming_tail_consumers"])
}

// Containers gives the containers with their default names.
func (p *Project) Containers() []Container {
	all := decode[[]Container](p.Sections["containers"])
	exports := decode[map[string]struct{ Container string }](p.Sections["exports"])
	for i := range all {
		for class, e := range exports { // the class may name its container instead
			if all[i].ClassName == "" && e.Container != "" && e.Container == all[i].Name {
				all[i].ClassName = class
			}
		}
		if all[i].Name == "" {
			all[i].Name = containerName(p.Name, all[i].ClassName)
		}
	}
	return all
}

// containerName is wrangler's default; the worker's name already holds the environment.
func containerName(worker, class string) string {
	return strings.ReplaceAll(strings.ToLower(worker+"-"+class), " ", "-")
}

// abs makes a path of the configuration absolute.
func (p *Project) abs(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.Dir, path)
}

// fill takes the typed fields from a configuration that passed the checks.
func (p *Project) fill(view *node) {
	for _, m := range view.members {
		if keys[m.name].scope != unset {
			p.Sections[m.name] = m.value.json()
		}
	}
	str := func(key string) string { s, _ := view.get(key).str(); return s }
	p.Name, p.Main = str("name"), p.abs(str("main"))
	var entry string
	if p.Site, entry = p.site(view); p.Main == "" {
		p.Main = p.abs(entry)
	}
	p.Compat = Compat{str("compatibility_date"), decode[[]string](p.Sections["compatibility_flags"])}
	p.Dev = Dev{IP: "localhost", Port: 8787, InspectorIP: "127.0.0.1", InspectorPort: 9229, LocalProtocol: "http", EnableContainers: true}
	if raw := p.Sections["dev"]; raw != nil {
		_ = json.Unmarshal(raw, &p.Dev) // the types are checked
		p.Dev.PortSet = view.get("dev").get("port") != nil
	}
	if p.Dev.UpstreamProtocol == "" {
		p.Dev.UpstreamProtocol = p.Dev.LocalProtocol
	}
	noBundle := view.get("no_bundle").isTrue()
	p.Bundling = Bundling{
		TSConfig: p.abs(str("tsconfig")), JSXFactory: str("jsx_factory"), JSXFragment: str("jsx_fragment"), BaseDir: p.abs(str("base_dir")),
		Rules: decode[[]Rule](p.Sections["rules"]), Alias: decode[map[string]string](p.Sections["alias"]), Define: decode[map[string]string](p.Sections["define"]),
		NoBundle: noBundle, FindAdditionalModules: view.get("find_additional_modules").isTrue() || noBundle && view.get("find_additional_modules") == nil,
		PreserveFileNames: view.get("preserve_file_names").isTrue(), Minify: view.get("minify").isTrue(), Build: p.build(view.get("build")),
	}
	if p.BaseDir == "" && p.Main != "" {
		p.BaseDir = filepath.Dir(p.Main)
	}
	if vars := view.get("vars"); vars != nil {
		for _, m := range vars.members {
			p.SetVar(m.name, Var{Value: m.value.json()})
		}
	}
}

func (p *Project) build(n *node) (b Build) {
	b.Command, _ = n.get("command").str()
	if b.Command == "" {
		return b
	}
	cwd, _ := n.get("cwd").str()
	b.Cwd = filepath.Join(p.Dir, cwd)
	if filepath.IsAbs(cwd) {
		b.Cwd = cwd
	}
	watch := n.get("watch_dir")
	if s, ok := watch.str(); ok {
		b.WatchDir = []string{p.abs(s)}
	} else if watch != nil {
		for _, item := range watch.items {
			if s, ok := item.str(); ok {
				b.WatchDir = append(b.WatchDir, p.abs(s))
			}
		}
	} else {
		b.WatchDir = []string{p.abs("src")}
	}
	return b
}
