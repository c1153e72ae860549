package check

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// sharable are the sections whose entries may ask for the resource on Cloudflare's network.
var sharable = []string{"kv_namespaces", "r2_buckets", "d1_databases", "services", "workflows", "send_email"}

// remote finds bindings that ask for the resource on Cloudflare's network.
func (f *findings) remote() {
	for _, section := range sharable {
		var entries []struct {
			Binding string `json:"binding"`
			Name    string `json:"name"`
			Remote  bool   `json:"remote"`
		}
		if raw := f.Project.Sections[section]; raw == nil || json.Unmarshal(raw, &entries) != nil {
			continue
		}
		for i, e := range entries {
			if !e.Remote {
				continue
			}
			f.warn(f.where(fmt.Sprintf("%s[%d].remote", section, i)), fmt.Sprintf("env.%s is local: remote bindings are not emulated.", cmp.Or(e.Binding, e.Name)),
				"What is on Cloudflare's network is neither read nor written.", "")
		}
	}
}
