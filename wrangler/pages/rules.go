package pages

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/wrangler/message"
)

// rulesFile says which requests are the Worker's.
const rulesFile = "_routes.json"

// rules are its content.
type rules struct {
	Version float64  `json:"version"`
	Include []string `json:"include"`
	Exclude []string `json:"exclude"`
}

// readRules reads _routes.json of a folder; without it all requests are the Worker's.
func readRules(dir string) (rules, error) {
	path := filepath.Join(dir, rulesFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return rules{Include: []string{"/*"}}, nil
	}
	refuse := func(format string, args ...any) (rules, error) {
		return rules{}, message.Errors{{Kind: message.Error, Place: &message.Place{File: path}, Text: fmt.Sprintf(format, args...)}}
	}
	if err != nil {
		return refuse("Could not validate _routes.json at %s: %s", dir, err)
	}
	var r rules
	if !json.Valid(text) {
		return refuse("Could not validate _routes.json at %s: it is no JSON.", dir)
	}
	if err := json.Unmarshal(text, &r); err != nil || r.Version != 1 || r.Include == nil || r.Exclude == nil {
		return refuse("Invalid _routes.json file found at: %s\nPlease make sure the JSON object has the following format:\n{\n\tversion: 1;\n\tinclude: string[];\n\texclude: string[];\n}\nand that at least one include rule is provided.", dir)
	}
	if reason := r.wrong(); reason != "" {
		return refuse("Invalid _routes.json file found at: %s\n%s", dir, reason)
	}
	return r, nil
}

// The platform's limits.
const (
	maxRules      = 100
	maxRuleLength = 100
)

// wrong says in the platform's words what is wrong with the rules; "" for nothing.
func (r rules) wrong() string {
	all := slices.Concat(r.Include, r.Exclude)
	switch {
	case len(r.Include) == 0:
		return "Routes must have at least 1 include rule, but no include rules were detected."
	case len(all) > maxRules:
		return fmt.Sprintf("Detected rules that are over the %d rule limit. Please make sure you have a total of %d include and exclude rules combined.", maxRules, maxRules)
	case slices.ContainsFunc(all, func(rule string) bool { return len(rule) > maxRuleLength }):
		return fmt.Sprintf("Detected rules the are over the %d character limit. Please make sure that each include and exclude routing rule is at most %d characters long.", maxRuleLength, maxRuleLength)
	case slices.ContainsFunc(all, func(rule string) bool { return !strings.HasPrefix(rule, "/") }):
		return "All rules must start with '/'."
	case overlap(r.Include), overlap(r.Exclude):
		return `Overlapping rules found. Please make sure that rules ending with a splat (eg. "/api/*") don't overlap any other rules (eg. "/api/foo"). This applies to both include and exclude rules individually.`
	}
	return ""
}

// overlap tells whether a rule that ends with a star takes in another one.
func overlap(rules []string) bool {
	for _, wide := range rules {
		folder, isWide := strings.CutSuffix(wide, "*")
		if isWide && strings.HasSuffix(folder, "/") && slices.ContainsFunc(rules, func(r string) bool { return r != wide && strings.HasPrefix(r, folder) }) {
			return true
		}
	}
	return false
}
