package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"paddock/wrangler/message"
)

var (
	workerName   = regexp.MustCompile(`^[a-z0-9_][a-z0-9-_]*$`)
	bucketName   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)
	workflowName = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9-_]{0,63}$`)
)

// checker collects what is wrong with a project.
type checker struct {
	p        *Project
	code     bool // whether the main file must be there
	errs     message.Errors
	warnings []message.Message
}

func (c *checker) fail(n *node, format string, args ...any) { c.failHint(n, "", format, args...) }

func (c *checker) failHint(n *node, hint, format string, args ...any) {
	c.errs = append(c.errs, message.Message{Kind: message.Error, Text: fmt.Sprintf(format, args...), Place: c.p.src.place(n.mark()), Hint: hint})
}

func (c *checker) warn(n *node, format string, args ...any) { c.warnHint(n, "", format, args...) }

func (c *checker) warnHint(n *node, hint, format string, args ...any) {
	c.warnings = append(c.warnings, message.Message{Kind: message.Warning, Text: fmt.Sprintf(format, args...), Place: c.p.src.place(n.mark()), Hint: hint})
}

// unknown warns of keys that wrangler does not have; at is the path, "" at the top level.
func (c *checker) unknown(n *node, at, title string) {
	var known []string
	for name, rule := range keys {
		if at == "" || rule.scope != topOnly {
			known = append(known, name)
		}
	}
	c.unexpected(n, title, known)
}

func (c *checker) unexpected(n *node, title string, known []string) {
	slices.Sort(known)
	for _, m := range n.members {
		if slices.Contains(known, m.name) {
			continue
		}
		at := m.value.key
		if at.len == 0 {
			at = m.value.mark()
		}
		c.warnings = append(c.warnings, message.Message{
			Kind: message.Warning, Text: fmt.Sprintf("Unexpected fields found in %s field: %q", title, m.name),
			Place: c.p.src.place(at), Hint: Suggestion(m.name, known),
		})
	}
}

// nullable are the keys of which null says what leaving them out says.
var nullable = []string{
	"build", "containers", "dev", "env", "exports", "limits", "migrations", "rules", "streaming_tail_consumers", "tail_consumers", "triggers",
}

// omit takes out of a configuration, or of an environment, what says nothing, as in older templates.
func (c *checker) omit(n *node) {
	if n == nil {
		return
	}
	n.members = slices.DeleteFunc(n.members, func(m *member) bool {
		if m.value.shape == null {
			return slices.Contains(nullable, m.name)
		}
		s, ok := m.value.str()
		if !ok || s != "" || m.name != "account_id" && m.name != "route" {
			return false
		}
		c.warn(m.value, "The %q field in your configuration is an empty string and will be ignored.\nPlease remove the %[1]q field from your configuration.", m.name)
		return true
	})
}

// check judges the resolved configuration.
func (c *checker) check(view *node) {
	for _, m := range view.members {
		c.checkType(m)
	}
	c.checkBasics(view)
	names := map[string][]named{}
	for _, rule := range entries {
		c.checkEntries(view, rule, names)
	}
	if vars := view.get("vars"); vars != nil {
		for _, m := range vars.members {
			names[m.name] = append(names[m.name], named{"Environment Variable", m.value})
		}
	}
	c.checkDouble(names)
	c.checkStrings(view, "define")
	c.checkStrings(view, "alias")
	c.checkSite(view)
	c.checkNested(view)
	c.checkRoutes(view)
	c.checkRules(view.get("rules"))
	c.checkMigrations(view)
	c.checkContainers(view)
}

func (c *checker) checkType(m *member) {
	v, want := m.value, keys[m.name].want
	ok, what := v.fits(want)
	switch {
	case ok:
	case want == anArray, want == anObject:
		c.fail(v, "The field %q should be an %s but got %s.", m.name, what, v.json())
	case m.name == "name":
		c.fail(v, `Expected "name" to be of type string, alphanumeric and lowercase with dashes only but got %s.`, v.json())
	default:
		c.fail(v, "Expected %q to be of type %s but got %s.", m.name, what, v.json())
	}
}

// fits tells whether a value is of a type, and the type's name.
func (n *node) fits(want want) (ok bool, what string) {
	switch want {
	case aString:
		return n.shape == text, "string"
	case aBoolean:
		return n.shape == boolean, "boolean"
	case aNumber:
		return n.shape == number, "number"
	case aStringArray:
		return isStrings(n), "string array"
	case anArray:
		return n.shape == list, "array"
	case anObject:
		return n.shape == object, "object"
	}
	return true, ""
}

func isStrings(n *node) bool {
	return n.shape == list && !slices.ContainsFunc(n.items, func(i *node) bool { return i.shape != text })
}

func (c *checker) checkBasics(view *node) {
	if n := view.get("name"); n != nil {
		if s, ok := n.str(); ok && !workerName.MatchString(s) {
			c.failHint(n, "Use lowercase letters, digits, dashes and underscores.",
				`Expected "name" to be of type string, alphanumeric and lowercase with dashes only but got %s.`, n.json())
		}
	}
	if n := view.get("compatibility_date"); n != nil {
		if s, ok := n.str(); ok {
			if _, err := time.Parse(time.DateOnly, s); err != nil {
				c.fail(n, `"compatibility_date" field should be a valid ISO-8601 date (YYYY-MM-DD), but got %s.`, n.json())
			}
		}
	}
	if n := view.get("routes"); n != nil && view.get("route") != nil {
		c.fail(n, `Expected exactly one of the following fields ["routes","route"].`)
	}
	if n := view.get("triggers").get("crons"); n != nil && n.shape != null && !isStrings(n) {
		c.fail(n, `Expected "triggers.crons" to be of type array, but got %s.`, view.get("triggers").json())
	}
	if n := view.get("node_compat"); n.isTrue() {
		c.fail(n, "Removed: \"node_compat\":\nThe \"node_compat\" field is no longer supported as of Wrangler v4. Instead, use the `nodejs_compat` compatibility flag. "+
			"This includes the functionality from legacy `node_compat` polyfills and natively implemented Node.js APIs. See https://developers.cloudflare.com/workers/runtime-apis/nodejs for more information.")
	}
	if n := view.get("unsafe"); n != nil {
		c.warn(n, `"unsafe" fields are experimental and may change or break at any time.`)
	}
	if n := view.get("main"); c.code && n != nil && view.get("build").get("command") == nil {
		// A build command may make the file later.
		if s, ok := n.str(); ok {
			if _, err := os.Stat(c.p.abs(s)); err != nil {
				c.failHint(n, `The path is relative to the configuration file. If a build step makes the file, as with most frameworks, run that first, or set "build.command".`, "The entry-point file at %q was not found.", s)
			}
		}
	}
}

// named is one use of a name on env.
type named struct {
	kind string
	at   *node
}

func (c *checker) checkEntries(view *node, rule entryRule, names map[string][]named) {
	section := view
	for part := range strings.SplitSeq(rule.path, ".") {
		section = section.get(part)
	}
	if section == nil {
		return
	}
	if rule.single {
		if section.shape == object {
			c.checkEntry(section, rule.path, rule, names)
		}
		return
	}
	if section.shape != list {
		if strings.Contains(rule.path, ".") { // top-level types are judged already
			c.fail(section, "The field %q should be an array but got %s.", rule.path, section.json())
		}
		return
	}
	for i, entry := range section.items {
		c.checkEntry(entry, fmt.Sprintf("%s[%d]", rule.path, i), rule, names)
	}
}

func (c *checker) checkEntry(entry *node, path string, rule entryRule, names map[string][]named) {
	if entry.shape != object {
		c.fail(entry, "%q bindings should be objects, but got %s", path, entry.json())
		return
	}
	for _, field := range rule.required {
		v := entry.get(field)
		if s, ok := v.str(); ok && s != "" {
			continue
		}
		at := v
		if at == nil {
			at = entry
		}
		hint := fmt.Sprintf("Add %q to this entry.", field)
		if v != nil {
			hint = ""
		}
		if rule.single || rule.path == "durable_objects.bindings" {
			c.failHint(at, hint, "%q: %s\nbinding should have a string %q field.", path, entry.json(), field)
		} else {
			c.failHint(at, hint, "%q bindings should have a string %q field but got %s.", path, field, entry.json())
		}
	}
	if rule.optional != nil {
		c.unexpected(entry, path, slices.Concat(rule.required, rule.optional))
	}
	if v := entry.get(rule.name); rule.name != "" && v != nil {
		if s, ok := v.str(); ok && s != "" {
			names[s] = append(names[s], named{rule.friendly, v})
		}
	}
	c.checkSpecial(entry, path, rule.path)
}

// checkSpecial holds what single sections ask beyond their fields.
func (c *checker) checkSpecial(entry *node, path, section string) {
	switch section {
	case "r2_buckets":
		if n := entry.get("bucket_name"); n != nil {
			if s, ok := n.str(); !ok || !bucketName.MatchString(s) {
				c.fail(n, "%s.bucket_name=%s is invalid. Bucket names must begin and end with an alphanumeric character, only contain lowercase letters, numbers, and hyphens, and be between 3 and 63 characters long.", path, n.json())
			}
		}
	case "pipelines":
		if s, ok := entry.get("stream").str(); ok && s != "" {
			break
		}
		n := entry.get("pipeline")
		if s, ok := n.str(); !ok || s == "" {
			c.failHint(entry, `Add "stream" to this entry.`, "%q bindings must have a string \"stream\" field but got %s.", path, entry.json())
			break
		}
		c.warn(n, "The \"pipeline\" field in %q bindings is deprecated. Use \"stream\" instead.", path)
	case "durable_objects.bindings":
		if n := entry.get("environment"); n != nil && entry.get("script_name") == nil {
			c.failHint(n, `Add "script_name", or remove "environment".`, "%q: %s\nbinding should have a \"script_name\" field if \"environment\" is present.", path, entry.json())
		}
	case "workflows":
		if n := entry.get("name"); n != nil {
			if s, ok := n.str(); ok && !workflowName.MatchString(s) {
				c.fail(n, "%q binding \"name\" field is invalid. Workflow names must be 1-64 characters long, start with a letter, number, or underscore, and may only contain letters, numbers, underscores, or hyphens.", path)
			}
		}
	case "ratelimits":
		n := entry.get("simple").get("period")
		if n == nil {
			c.fail(entry, "%q bindings must have a \"simple\" configuration object with \"limit\" and \"period\".", path)
		} else if s := string(n.json()); s != "10" && s != "60" {
			c.fail(n, "%q bindings \"simple.period\" must be either 10 or 60 but got %s.", path, s)
		}
	}
}

// checkDouble tells of names that two bindings want.
func (c *checker) checkDouble(names map[string][]named) {
	for _, name := range slices.Sorted(maps.Keys(names)) {
		uses := names[name]
		if len(uses) < 2 {
			continue
		}
		var kinds []string
		for _, u := range uses {
			if !slices.Contains(kinds, u.kind) {
				kinds = append(kinds, u.kind)
			}
		}
		what := "multiple " + kinds[0]
		if last := len(kinds) - 1; last > 0 {
			what = strings.Join(kinds[:last], ", ") + " and " + kinds[last]
		}
		c.failHint(uses[1].at, "Please change your bindings to have unique names.",
			"%s assigned to %s bindings.\nBindings must have unique names, so that they can all be referenced in the worker.", name, what)
	}
}

func (c *checker) checkStrings(view *node, key string) {
	if n := view.get(key); n != nil {
		for _, m := range n.members {
			if m.value.shape != text {
				c.fail(m.value, `The field "%s.%s" should be a string but got %s.`, key, m.name, m.value.json())
			}
		}
	}
}

func (c *checker) checkRules(rules *node) {
	if rules == nil {
		return
	}
	types := []string{"ESModule", "CommonJS", "CompiledWasm", "Text", "Data", "PythonModule", "PythonRequirement"}
	for i, r := range rules.items {
		if s, ok := r.get("type").str(); !ok || !slices.Contains(types, s) {
			c.fail(r, "\"rules[%d]\": %s\nbindings should have a string \"type\" field, which contains one of \"ESModule\", \"CommonJS\", \"CompiledWasm\", \"Text\", or \"Data\".", i, r.json())
		}
		if g := r.get("globs"); g == nil || !isStrings(g) {
			c.fail(r, "\"rules[%d]\": %s\nbindings should have an array of strings \"globs\" field.", i, r.json())
		}
	}
}

func (c *checker) checkMigrations(view *node) {
	ms := view.get("migrations")
	if ms == nil {
		return
	}
	for i, m := range ms.items {
		at := fmt.Sprintf("migrations[%d]", i)
		if m.shape != object {
			c.fail(m, "%q should be an object but got %s.", at, m.json())
			continue
		}
		c.unexpected(m, at, []string{"tag", "new_classes", "new_sqlite_classes", "renamed_classes", "deleted_classes", "transferred_classes"})
		if tag := m.get("tag"); tag == nil {
			c.failHint(m, `Add a unique "tag", as "v1".`, `"%s.tag" is a required field.`, at)
		} else if tag.shape != text {
			c.fail(tag, `Expected "%s.tag" to be of type string but got %s.`, at, tag.json())
		}
		for _, key := range []string{"new_classes", "new_sqlite_classes", "deleted_classes"} {
			if n := m.get(key); n != nil && !isStrings(n) {
				c.fail(n, `Expected "%s.%s" to be of type string array but got %s.`, at, key, n.json())
			}
		}
		if n := m.get("renamed_classes"); n != nil && (n.shape != list || slices.ContainsFunc(n.items, func(r *node) bool {
			return r.get("from") == nil || r.get("from").shape != text || r.get("to") == nil || r.get("to").shape != text
		})) {
			c.fail(n, `Expected "%s.renamed_classes" to be an array of "{from: string, to: string}" objects but got %s.`, at, n.json())
		}
	}
}

func (c *checker) checkContainers(view *node) {
	section := view.get("containers")
	if section == nil {
		return
	}
	seen := map[string]bool{}
	worker, _ := view.get("name").str()
	for i, n := range section.items {
		if n.shape != object {
			c.fail(n, `"containers[%d]" should be an object but got %s.`, i, n.json())
			continue
		}
		c.unexpected(n, fmt.Sprintf("containers[%d]", i), containerKeys())
		class, ok := n.get("class_name").str()
		if !ok && view.get("exports") == nil {
			c.failHint(n, "Name the Durable Object class that starts the container.", `"containers.class_name" field must be defined for each container app.`)
		}
		name, given := n.get("name").str()
		if !given {
			name = containerName(worker, class)
		}
		if seen[name] {
			c.fail(n, "Container names must be unique: %q is used twice.", name)
		}
		seen[name] = true
		if policy, _ := n.get("scheduling_policy").str(); policy != "durable_object" {
			c.checkImage(n)
		}
	}
}

// containerKeys are the fields of an element of "containers", with those that only matter when it is
// deployed.
func containerKeys() []string {
	return []string{
		"class_name", "name", "image", "image_build_context", "image_vars", "images", "instance_type", "max_instances", "instances",
		"scheduling_policy", "rollout_step_percentage", "rollout_kind", "rollout_active_grace_period", "constraints", "affinities",
		"observability", "ssh", "wrangler_ssh", "authorized_keys", "trusted_user_ca_keys", "unsafe", "configuration", "durable_objects",
	}
}

func (c *checker) checkImage(n *node) {
	image, ok := n.get("image").str()
	if !ok || image == "" {
		if _, old := n.get("configuration").get("image").str(); !old {
			c.failHint(n, `Set "image" to a Dockerfile or to a registry reference with a tag.`, `"containers.image" field must be defined for each container app. This should be the path to your Dockerfile or an image URI pointing to the Cloudflare registry.`)
		}
		return
	}
	info, err := os.Stat(c.p.abs(image))
	isReference := strings.Contains(filepath.Base(image), ":") && !strings.Contains(image, "://")
	for _, ours := range []string{"dir:", "docker-archive:", "oci:"} { // files of this machine, which wrangler does not know
		isReference = isReference || strings.HasPrefix(image, ours)
	}
	switch {
	case err == nil && info.IsDir():
		c.failHint(n.get("image"), "Name the Dockerfile in it.", "%s is a directory, you should specify a path to the Dockerfile", image)
	case err != nil && !isReference:
		c.failHint(n.get("image"), "A path is relative to the configuration file; a reference needs a tag, as \"docker.io/library/alpine:3.22\".",
			"The image %q does not appear to be a valid path to a Dockerfile, or a valid image registry path:\nimage needs to include at least a tag ':' (e.g: docker.io/httpd:1)", image)
	}
}
