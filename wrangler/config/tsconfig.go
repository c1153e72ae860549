package config

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/tailscale/hujson"
)

// TypePackages are the packages of declarations that the project's tsconfig.json names, as "node"; nil if
// it names none or cannot be read.
func (p *Project) TypePackages() []string {
	data, err := os.ReadFile(cmp.Or(p.TSConfig, filepath.Join(p.Dir, "tsconfig.json")))
	if err != nil {
		return nil
	}
	var given struct {
		CompilerOptions struct{ Types []string }
	}
	if data, err = hujson.Standardize(data); err != nil || json.Unmarshal(data, &given) != nil {
		return nil
	}
	return given.CompilerOptions.Types
}
