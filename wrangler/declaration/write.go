package declaration

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paddock/polyfills/compat"
	"paddock/wrangler/config"
)

var identifier = regexp.MustCompile(`^[a-zA-Z_$][\w$]*$`)

// key writes the name of a property.
func key(name string) string {
	if identifier.MatchString(name) {
		return name
	}
	text, _ := json.Marshal(name) // a string
	return string(text)
}

// base is the interface that Env extends.
func (g *generator) base() string { return "__BaseEnv_" + g.Interface }

// simple writes the declarations of one environment, for the file and for the console.
func (g *generator) simple(list []property) (file, shown string) {
	if g.entry != nil && g.entry.ServiceWorker {
		return g.globals(list)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "interface %s {", g.base())
	for _, p := range list {
		fmt.Fprintf(&b, "\n\t%s: %s;", key(p.name), p.kind)
	}
	fmt.Fprintf(&b, "\n}\ndeclare namespace Cloudflare {%s\n\tinterface Env extends %s {}\n}\n", g.globalProps(), g.base())
	fmt.Fprintf(&b, "interface %s extends %s {}%s\n", g.Interface, g.base(), g.processEnv(names(list)))
	return g.withModules(b.String())
}

// withModules adds the declarations of modules for the file and for the console, which differ.
func (g *generator) withModules(text string) (file, shown string) {
	return strings.TrimSuffix(text+g.modules(), "\n"), text + g.shownModules()
}

// globals writes the declarations of a Worker that is no module. The console has the older form.
func (g *generator) globals(list []property) (file, shown string) {
	lines, consts := make([]string, len(list)), make([]string, len(list))
	for i, p := range list {
		consts[i] = fmt.Sprintf("const %s: %s;", key(p.name), p.kind)
		lines[i] = "declare " + consts[i] + "\n"
	}
	file, _ = g.withModules(strings.Join(lines, ""))
	return file, "export {};\ndeclare global {\n\t" + strings.Join(consts, "\n\t") + "\n}\n" + g.shownModules()
}

// names gives the names of what process.env has, each once.
func names(list []property) []string {
	var found []string
	for _, p := range list {
		if p.text && !slices.Contains(found, p.name) {
			found = append(found, p.name)
		}
	}
	return found
}

// globalProps tells of the main module, and of the Durable Objects that it has a namespace for.
func (g *generator) globalProps() string {
	var lines []string
	if g.entry != nil && !g.NoMain {
		lines = append(lines, fmt.Sprintf("\n\t\tmainModule: typeof import(%q);", g.specifier(g.entry.File)))
	}
	if classes := g.top.Migrations(); len(classes) > 0 {
		quoted := make([]string, len(classes))
		for i, c := range classes {
			quoted[i] = `"` + c.Name + `"`
		}
		lines = append(lines, "\n\t\tdurableNamespaces: "+strings.Join(quoted, " | ")+";")
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n\tinterface GlobalProps {" + strings.Join(lines, "") + "\n\t}"
}

// processEnv tells of process.env, where it has the variables.
func (g *generator) processEnv(names []string) string {
	set := compat.New(g.top.Compat.Date, g.top.Compat.Flags)
	if len(names) == 0 || !set.Has("nodejs_compat") || !set.Has("nodejs_compat_populate_process_env") {
		return ""
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = `"` + name + `"`
	}
	return "\ntype StringifyValues<EnvType extends Record<string, unknown>> = {\n" +
		"\t[Binding in keyof EnvType]: EnvType[Binding] extends string ? EnvType[Binding] : string;\n};\n" +
		"declare namespace NodeJS {\n\tinterface ProcessEnv extends StringifyValues<Pick<Cloudflare.Env, " +
		strings.Join(quoted, " | ") + ">> {}\n}"
}

// union is what environments say of one property.
type union struct {
	name  string
	kinds []string
	in    map[*config.Project]bool
}

// perEnvironment writes an interface for each environment and Env, which has what any of them has.
func (g *generator) perEnvironment() (file, shown string, err error) {
	var all []*union
	var texts []property
	track := func(p *config.Project, list []property) {
		texts = append(texts, list...)
		for _, prop := range list {
			i := slices.IndexFunc(all, func(u *union) bool { return u.name == prop.name })
			if i < 0 {
				i, all = len(all), append(all, &union{name: prop.name, in: map[*config.Project]bool{}})
			}
			if u := all[i]; !slices.Contains(u.kinds, prop.kind) {
				u.kinds = append(u.kinds, prop.kind)
			}
			all[i].in[p] = true
		}
	}
	var interfaces []string
	taken := map[string]string{"Env": ""}
	for _, p := range g.Projects[1:] {
		name := interfaceName(p.Env)
		if other, ok := taken[name]; ok {
			return "", "", clash(p.Env, other, name)
		}
		taken[name] = p.Env
		list, err := g.properties(p)
		if err != nil {
			return "", "", err
		}
		track(p, list)
		interfaces = append(interfaces, environment(name, list))
	}
	list, err := g.properties(g.top)
	if err != nil {
		return "", "", err
	}
	track(g.top, list)
	file, shown = g.common(all, interfaces, names(texts))
	return file, shown, nil
}

// clash is the error for environments whose interfaces would have one name.
//
//nolint:staticcheck // wrangler's words
func clash(env, other, name string) error {
	if other == "" {
		return fmt.Errorf("Environment name %q converts to reserved interface name %q. Please rename this environment to avoid conflicts.", env, name)
	}
	return fmt.Errorf("Environment names %q and %q both convert to interface name %q. Please rename one of these environments to avoid conflicts.", other, env, name)
}

// interfaceName makes the name of an environment's interface, as StagingEnv.
func interfaceName(env string) string {
	name := ""
	for _, word := range strings.FieldsFunc(env, func(r rune) bool { return r == '-' || r == '_' }) {
		name += strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
	}
	if strings.HasSuffix(name, "Env") {
		return name
	}
	return name + "Env"
}

func environment(name string, list []property) string {
	if len(list) == 0 {
		return "\tinterface " + name + " {}"
	}
	text := "\tinterface " + name + " {\n"
	for _, p := range list {
		text += fmt.Sprintf("\t\t%s: %s;\n", key(p.name), p.kind)
	}
	return text + "\t}"
}

func (g *generator) common(all []*union, interfaces, texts []string) (file, shown string) {
	lines := make([]string, len(all))
	globals := make([]property, len(all))
	for i, u := range all {
		optional := "?"
		if len(u.in) == len(g.Projects) {
			optional = ""
		}
		kind := strings.Join(u.kinds, " | ")
		lines[i] = fmt.Sprintf("\t%s%s: %s;", key(u.name), optional, kind)
		globals[i] = property{name: u.name, kind: kind}
	}
	if g.entry != nil && g.entry.ServiceWorker {
		return g.globals(globals)
	}
	return g.withModules(fmt.Sprintf("interface %s {\n%s\n}\ndeclare namespace Cloudflare {%s\n%s\n\tinterface Env extends %[1]s {}\n}\ninterface %[5]s extends %[1]s {}%[6]s\n",
		g.base(), strings.Join(lines, "\n"), g.globalProps(), strings.Join(interfaces, "\n"), g.Interface, g.processEnv(texts)))
}
