package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// overrides are the flags of wrangler dev that take the place of something in the configuration of
// the primary Worker.
type overrides struct {
	of []*pflag.FlagSet // of the commands that have these flags

	name, date                     string
	compatFlags                    []string
	defines, aliases               []string
	tsconfig, jsxFactory, jsxFrags string
	minify, bundle, noBundle       bool
	routes                         []string
	host                           string
	upstream, protocol             choice
	inferOrigin                    bool
	containers                     bool
	containerEngine                string
	site                           string
	siteInclude, siteExclude       []string
}

// add adds all of them, for commands that serve the Worker.
func (o *overrides) add(flags *pflag.FlagSet) {
	o.addBundling(flags)
	flags.StringArrayVar(&o.routes, "routes", nil, "route, whose host is that of request.url")
	flags.StringVar(&o.host, "host", "", "host of request.url (default dev.host, or that of the first route)")
	o.upstream.of = []string{"http", "https"}
	flags.Var(&o.upstream, "upstream-protocol", "protocol of request.url: http or https")
	flags.BoolVar(&o.inferOrigin, "infer-origin-from-routes", true, "give request.url the host of the first route; without it the Worker sees that of the request")
	flags.BoolVar(&o.containers, "enable-containers", true, "run the containers of the configuration")
	flags.StringVar(&o.containerEngine, "container-engine", "", "address of the Docker daemon (default dev.container_engine)")
	requireValue(flags, "routes", "host")
}

// addBundling adds those that say how the code is bundled.
func (o *overrides) addBundling(flags *pflag.FlagSet) {
	o.of, o.inferOrigin = append(o.of, flags), true
	flags.StringVar(&o.name, "name", "", "name of the Worker")
	flags.StringVar(&o.date, "compatibility-date", "", "date that selects the runtime's behaviour, as 2026-01-01")
	flags.StringArrayVar(&o.compatFlags, "compatibility-flags", nil, "flag that selects the runtime's behaviour")
	flags.StringArrayVar(&o.defines, "define", nil, "constant of the code, as NAME:EXPRESSION")
	flags.StringArrayVar(&o.aliases, "alias", nil, "module in the place of another, as NAME:MODULE")
	flags.StringVar(&o.tsconfig, "tsconfig", "", "path to a tsconfig.json")
	flags.StringVar(&o.jsxFactory, "jsx-factory", "", "function that makes each JSX element")
	flags.StringVar(&o.jsxFrags, "jsx-fragment", "", "function that makes each JSX fragment")
	flags.BoolVar(&o.minify, "minify", false, "minify the bundle")
	flags.BoolVar(&o.noBundle, "no-bundle", false, "leave the main module as it is")
	flags.BoolVar(&o.bundle, "bundle", true, "bundle the main module")
	flags.StringVar(&o.site, "site", "", "folder of Workers Sites")
	flags.StringArrayVar(&o.siteInclude, "site-include", nil, "glob of files that the site has alone")
	flags.StringArrayVar(&o.siteExclude, "site-exclude", nil, "glob of files that the site leaves out")
	flags.SetNormalizeFunc(wranglerNames)
	requireValue(flags, "name", "compatibility-date", "compatibility-flags", "define", "alias", "tsconfig", "jsx-factory", "jsx-fragment",
		"site", "site-include", "site-exclude")
}

// given tells whether the user gave a flag. Of all commands one runs, so that the others' flags are not given.
func (o *overrides) given(name string) bool {
	return slices.ContainsFunc(o.of, func(flags *pflag.FlagSet) bool { return flags.Changed(name) })
}

// wranglerNames knows the other names that wrangler has for flags.
func wranglerNames(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	switch name {
	case "compatibility-flag":
		name = "compatibility-flags"
	case "route":
		name = "routes"
	case "local-upstream":
		name = "host"
	}
	return pflag.NormalizedName(name)
}

// apply lays the flags over a project.
func (o *overrides) apply(p *config.Project, abs func(string) string) error {
	if o.of == nil {
		return nil
	}
	if o.name != "" {
		p.Name = o.name
	}
	if o.date != "" {
		p.Compat.Date = o.date
	}
	if o.compatFlags != nil {
		p.Compat.Flags = split(o.compatFlags)
	}
	if o.tsconfig != "" {
		p.TSConfig = abs(o.tsconfig)
	}
	if o.jsxFactory != "" {
		p.JSXFactory = o.jsxFactory
	}
	if o.jsxFrags != "" {
		p.JSXFragment = o.jsxFrags
	}
	if o.given("minify") {
		p.Minify = o.minify
	}
	if o.given("no-bundle") {
		p.NoBundle = o.noBundle
	}
	if o.given("bundle") {
		p.NoBundle = !o.bundle
	}
	if o.given("enable-containers") {
		p.Dev.EnableContainers = o.containers
	}
	if o.containerEngine != "" {
		p.Dev.ContainerEngine = config.ContainerEngine(o.containerEngine)
	}
	if err := pairs("define", o.defines, &p.Define); err != nil {
		return err
	}
	if err := pairs("alias", o.aliases, &p.Alias); err != nil {
		return err
	}
	if err := o.applySite(p, abs); err != nil {
		return err
	}
	return o.applyOrigin(p)
}

// applySite lays the flags of Workers Sites over a project.
func (o *overrides) applySite(p *config.Project, abs func(string) string) error {
	changes := map[string]any{}
	if o.site != "" {
		p.Site.Bucket = abs(o.site)
		changes["bucket"] = p.Site.Bucket
	}
	if o.siteInclude != nil {
		changes["include"] = o.siteInclude
	}
	if o.siteExclude != nil {
		changes["exclude"] = o.siteExclude
	}
	if len(changes) == 0 || p.Site.Bucket == "" {
		return nil
	}
	return change(p, "site", changes)
}

// applyOrigin lays what the flags say of request.url over a project.
func (o *overrides) applyOrigin(p *config.Project) error {
	if o.host != "" {
		p.Dev.Host = o.host
	}
	if o.protocol.value != "" {
		p.Dev.LocalProtocol = o.protocol.value
		var given struct {
			Upstream string `json:"upstream_protocol"`
		}
		if raw := p.Sections["dev"]; raw == nil || json.Unmarshal(raw, &given) == nil && given.Upstream == "" {
			p.Dev.UpstreamProtocol = o.protocol.value
		}
	}
	if o.upstream.value != "" {
		p.Dev.UpstreamProtocol = o.upstream.value
	}
	if !o.inferOrigin { // nothing else asks for routes
		delete(p.Sections, "route")
		delete(p.Sections, "routes")
		return nil
	}
	if o.routes == nil {
		return nil
	}
	raw, err := json.Marshal(split(o.routes))
	delete(p.Sections, "route")
	p.Sections["routes"] = raw
	return err
}

// split takes lists apart that were given as one argument, as "a b" or "a,b".
func split(given []string) []string {
	var all []string
	for _, s := range given {
		all = append(all, strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	return all
}

// pairs adds NAME:VALUE to a table.
func pairs(flag string, given []string, table *map[string]string) error {
	for _, s := range given {
		name, value, ok := strings.Cut(s, ":")
		if !ok || name == "" {
			return fmt.Errorf("--%s %s: expected NAME:VALUE", flag, s)
		}
		if *table == nil {
			*table = map[string]string{}
		}
		(*table)[name] = value
	}
	return nil
}

// ignored are flags of wrangler dev that say what is so anyway, or what Paddock has not.
type ignored struct {
	remote, tunnel, types, inspect bool
	nodeCompat                     bool
	tunnelName                     string
	tunnelMails                    []string
	inspectorIP                    string
	inspectorPort                  int
}

func (g *ignored) add(flags *pflag.FlagSet) {
	flags.BoolP("local", "l", true, "run everything on this machine, as Paddock always does")
	flags.Bool("latest", true, "use the newest version of the runtime")
	flags.BoolVarP(&g.remote, "remote", "r", false, "run on Cloudflare's network")
	flags.BoolVar(&g.tunnel, "tunnel", false, "share by a tunnel")
	flags.StringVar(&g.tunnelName, "tunnel-name", "", "share by a tunnel that is there")
	flags.StringArrayVar(&g.tunnelMails, "tunnel-allowed-mail", nil, "who may use the tunnel")
	flags.BoolVar(&g.types, "types", false, "write types")
	flags.BoolVar(&g.nodeCompat, "node-compat", false, "fill in modules of Node.js, as wrangler did once")
	flags.BoolVar(&g.inspect, "inspect", false, "open a port for DevTools")
	flags.StringVar(&g.inspectorIP, "inspector-ip", "", "address for DevTools")
	flags.IntVar(&g.inspectorPort, "inspector-port", 0, "port for DevTools")
	for _, name := range []string{"local", "latest", "remote", "tunnel", "tunnel-name", "tunnel-allowed-mail", "types", "node-compat", "inspect", "inspector-ip", "inspector-port"} {
		_ = flags.MarkHidden(name) // they are there
	}
}

// accept gives a command flags of wrangler's that say nothing about local state.
func accept(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		cmd.Flags().String(name, "", "without effect in local state")
		_ = cmd.Flags().MarkHidden(name) // it is there
	}
}

// check refuses what cannot be had, and gives warnings of what is left out.
func (g *ignored) check(flags *pflag.FlagSet) (warnings []message.Message, err error) {
	refused := []struct {
		given      bool
		flag, hint string
	}{
		{g.remote, "--remote. Paddock runs Workers on this machine only", "leave the flag out, or use wrangler"},
		{g.tunnel || g.tunnelName != "" || g.tunnelMails != nil, "--tunnel", "leave the flag out, and run cloudflared beside Paddock"},
	}
	for _, r := range refused {
		if r.given {
			return nil, message.Errors{{Kind: message.Error, Text: "not emulated: " + r.flag + ".", Hint: r.hint}}
		}
	}
	if g.nodeCompat {
		return nil, message.Errors{{
			Kind: message.Error, Text: "The --node-compat flag is no longer supported as of Wrangler v4.", Hint: "use the compatibility flag nodejs_compat",
		}}
	}
	if g.types {
		warnings = append(warnings, message.Message{Kind: message.Warning, Text: "--types has no effect: run `paddock types`."})
	}
	if slices.ContainsFunc([]string{"inspect", "inspector-ip", "inspector-port"}, flags.Changed) {
		warnings = append(warnings, message.Message{Kind: message.Warning, Text: "not emulated: a port for DevTools. Stacks on the console are those of the sources."})
	}
	return warnings, nil
}

// withoutExperiments takes flags as --x-dev-env and --experimental-json-config out of a command line:
// they change how wrangler works inside.
func withoutExperiments(args []string) []string {
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	kept := slices.DeleteFunc(slices.Clone(args[:end]), func(arg string) bool {
		return strings.HasPrefix(arg, "--x-") || strings.HasPrefix(arg, "--experimental-") || strings.HasPrefix(arg, "--no-x-")
	})
	return append(kept, args[end:]...)
}
