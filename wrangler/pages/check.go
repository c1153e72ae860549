package pages

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// supported are the keys that the configuration of a Pages project may have.
var supported = []string{
	"$schema", "pages_build_output_dir", "name", "compatibility_date", "compatibility_flags", "send_metrics", "no_bundle", "limits", "placement", "vars",
	"durable_objects", "kv_namespaces", "queues", "r2_buckets", "d1_databases", "vectorize", "hyperdrive", "services", "analytics_engine_datasets", "ai",
	"version_metadata", "dev", "mtls_certificates", "browser", "upload_source_maps", "env", "configPath", "userConfigPath", "topLevelName",
	"definedEnvironments", "targetEnvironment",
}

// check holds a configuration to what Pages allows, in the platform's words. A project without
// pages_build_output_dir is told by its command line, and its configuration is not held to anything.
func check(p *config.Project) error {
	if p.Sections["pages_build_output_dir"] == nil {
		return nil
	}
	var wrong message.Errors
	fail := func(path, text string) {
		at := p.Where(path)
		wrong = append(wrong, message.Message{Kind: message.Error, Text: text, Place: &at})
	}
	if p.Sections["main"] != nil {
		fail("main", "Configuration file cannot contain both both \"main\" and \"pages_build_output_dir\" configuration keys.\n"+
			"Please use \"main\" if you are deploying a Worker, or \"pages_build_output_dir\" if you are deploying a Pages project.")
	}
	if p.Name == "" {
		fail("", "Missing top-level field \"name\" in configuration file.\n"+
			"Pages requires the name of your project to be configured at the top-level of your Wrangler configuration file. This is because, in Pages, environments target the same project.")
	}
	var others []string
	for _, name := range p.Environments {
		if name != "preview" && name != "production" {
			others = append(others, strconv.Quote(name))
		}
	}
	if others != nil {
		fail("env", "Configuration file contains the following environment names that are not supported by Pages projects:\n"+strings.Join(others, ",")+
			".\nThe supported named-environments for Pages are \"preview\" and \"production\".")
	}
	for _, key := range slices.Sorted(maps.Keys(p.Sections)) {
		if key != "main" && !slices.Contains(supported, key) {
			fail(key, fmt.Sprintf("Configuration file for Pages projects does not support %q", key))
		}
	}
	var queues struct{ Consumers []json.RawMessage }
	if json.Unmarshal(p.Sections["queues"], &queues) == nil && len(queues.Consumers) > 0 {
		fail("queues.consumers", `Configuration file for Pages projects does not support "queues.consumers"`)
	}
	for i, o := range p.DurableObjects() {
		if o.ScriptName == "" {
			fail(fmt.Sprintf("durable_objects.bindings[%d]", i), "Durable Objects bindings should specify a \"script_name\".\n"+
				"Pages requires Durable Object bindings to specify the name of the Worker where the Durable Object is defined.")
		}
	}
	if wrong == nil {
		return nil
	}
	return wrong
}
