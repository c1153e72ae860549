package declaration

import (
	"bytes"
	"encoding/json"
	"fmt"

	"paddock/wrangler/config"
)

// sections are the keys of bindings whose type is always the same, in wrangler's order.
var sections = []struct{ key, inner, name, kind string }{
	{"kv_namespaces", "", "binding", "KVNamespace"},
	{"r2_buckets", "", "binding", "R2Bucket"},
	{"d1_databases", "", "binding", "D1Database"},
	{"vectorize", "", "binding", "VectorizeIndex"},
	{"hyperdrive", "", "binding", "Hyperdrive"},
	{"send_email", "", "name", "SendEmail"},
	{"analytics_engine_datasets", "", "binding", "AnalyticsEngineDataset"},
	{"dispatch_namespaces", "", "binding", "DispatchNamespace"},
	{"mtls_certificates", "", "binding", "Fetcher"},
	{"queues", "producers", "binding", "Queue"},
	{"secrets_store_secrets", "", "binding", "SecretsStoreSecret"},
	{"artifacts", "", "binding", "Artifacts"},
	{"unsafe_hello_world", "", "binding", "HelloWorldBinding"},
	{"flagship", "", "binding", "Flagship"},
	{"ratelimits", "", "name", "RateLimit"},
	{"worker_loaders", "", "binding", "WorkerLoader"},
	{"vpc_services", "", "binding", "Fetcher"},
	{"vpc_networks", "", "binding", "Fetcher"},
	{"ai_search_namespaces", "", "binding", "AiSearchNamespace"},
	{"ai_search", "", "binding", "AiSearchInstance"},
	{"websearch", "", "binding", "WebSearch"},
	{"agent_memory", "", "binding", "AgentMemoryNamespace"},
	{"browser", "", "binding", "BrowserRun"},
	{"ai", "", "binding", "Ai"},
	{"images", "", "binding", "ImagesBinding"},
	{"stream", "", "binding", "StreamBinding"},
	{"media", "", "binding", "MediaBinding"},
	{"version_metadata", "", "binding", "WorkerVersionMetadata"},
	{"assets", "", "binding", "Fetcher"},
	{"pipelines", "", "binding", `import("cloudflare:pipelines").Pipeline<import("cloudflare:pipelines").PipelineRecord>`},
}

// bindings lists the properties of those sections.
func bindings(p *config.Project) ([]property, error) {
	var list []property
	for _, s := range sections {
		raw := p.Sections[s.key]
		if s.inner != "" && raw != nil {
			var outer map[string]json.RawMessage
			if err := json.Unmarshal(raw, &outer); err != nil {
				return nil, fmt.Errorf("read %s: %w", s.key, err)
			}
			raw = outer[s.inner]
		}
		if raw == nil {
			continue
		}
		entries := []map[string]any{{}}
		if raw[0] == '{' {
			if err := json.Unmarshal(raw, &entries[0]); err != nil {
				return nil, fmt.Errorf("read %s: %w", s.key, err)
			}
		} else if err := json.Unmarshal(raw, &entries); err != nil {
			return nil, fmt.Errorf("read %s: %w", s.key, err)
		}
		for _, e := range entries {
			if name, _ := e[s.name].(string); name != "" {
				list = append(list, property{name: name, kind: s.kind})
			}
		}
	}
	return list, nil
}

// decode reads a section; one that is not there leaves v.
func decode(p *config.Project, key string, v any) error {
	raw := p.Sections[key]
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	return nil
}

// value is one variable.
type value struct {
	name  string
	value json.RawMessage
}

// ordered reads an object whose members keep their order.
func ordered(raw json.RawMessage) ([]value, error) {
	if raw == nil {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("read vars: %w", err)
	}
	var list []value
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("read vars: %w", err)
		}
		v := value{name: fmt.Sprint(name)}
		if err := d.Decode(&v.value); err != nil {
			return nil, fmt.Errorf("read vars: %w", err)
		}
		list = append(list, v)
	}
	return list, nil
}
