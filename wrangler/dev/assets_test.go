package dev_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSession_assets(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "app", "main": "index.js", "compatibility_date": "2026-01-01", "assets": { "directory": "public", "binding": "ASSETS" } }`, `
		export default { async fetch(request, env) {
			if (new URL(request.url).pathname === "/through") return env.ASSETS.fetch("http://x/page.html");
			return new Response("from the Worker");
		} };`)
	if err := os.Mkdir(filepath.Join(p.dir, "public"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.write(t, "public/page.html", "a page")
	_, url := p.serve(t)
	for path, want := range map[string]string{"/page": "a page", "/page.html": "a page", "/other": "from the Worker", "/through": "a page"} {
		if status, body, _ := get(t, url+path); status != http.StatusOK || body != want {
			t.Errorf("%s: got %d %q, want %q", path, status, body, want)
		}
	}
	p.write(t, "public/other.txt", "new")
	if _, body, header := get(t, url+"/other.txt"); body != "new" || header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("a file that came later: got %q, %v", body, header)
	}
	p.console.says(t, "GET /page 200 OK")
}

func TestSession_assetsOnly(t *testing.T) {
	t.Parallel()
	const configuration = `{ "name": "app", "compatibility_date": "2026-01-01", "assets": { "directory": "public", "not_found_handling": "single-page-application" } }`
	t.Run("a project without a main module serves its files", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, configuration, "")
		if err := os.Mkdir(filepath.Join(p.dir, "public"), 0o700); err != nil {
			t.Fatal(err)
		}
		p.write(t, "public/index.html", "the page")
		_, url := p.serve(t)
		if status, body, _ := get(t, url+"/any/path"); status != http.StatusOK || body != "the page" {
			t.Errorf("got %d %q", status, body)
		}
	})
	for _, tt := range []struct{ name, configuration, want string }{
		{"its folder must be there", configuration, `The directory specified by the "assets.directory" field in your configuration file does not exist`},
		{"it has no use for a binding", strings.Replace(configuration, `"assets": {`, `"assets": { "binding": "A",`, 1), "Cannot use assets with a binding in an assets-only Worker."},
		{"it must have assets", `{ "name": "app", "compatibility_date": "2026-01-01" }`, "Missing entry-point to Worker script or to assets directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, tt.configuration, "")
			if strings.Contains(tt.want, "binding") {
				if err := os.Mkdir(filepath.Join(p.dir, "public"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.start(t); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestSession_assetsOfAService(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "app", "main": "index.js", "compatibility_date": "2026-01-01", "services": [
		{ "binding": "SITE", "service": "site" }, { "binding": "NAMED", "service": "site", "entrypoint": "Named" }, { "binding": "ONLY", "service": "only" }] }`, `
		export default { async fetch(request, env) {
			const { pathname } = new URL(request.url);
			if (pathname === "/rpc") return new Response(await env.SITE.greet());
			const [, binding, path] = pathname.split("/");
			return env[binding].fetch("http://x/" + path);
		} };`)
	for _, dir := range []string{"site", "site/public", "only", "only/public"} {
		if err := os.Mkdir(filepath.Join(p.dir, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.write(t, "site/wrangler.jsonc", `{ "name": "site", "main": "index.js", "compatibility_date": "2026-01-01", "assets": { "directory": "public" } }`)
	p.write(t, "site/index.js", `
		import { WorkerEntrypoint } from "cloudflare:workers";
		export class Named extends WorkerEntrypoint { fetch() { return new Response("named"); } }
		export default class extends WorkerEntrypoint {
			fetch() { return new Response("from the Worker"); }
			greet() { return "hello"; }
		}`)
	p.write(t, "site/public/page.html", "a page")
	p.write(t, "only/wrangler.jsonc", `{ "name": "only", "compatibility_date": "2026-01-01", "assets": { "directory": "public" } }`)
	p.write(t, "only/public/page.html", "a page alone")
	p.others = []string{"site/wrangler.jsonc", "only/wrangler.jsonc"}
	_, url := p.serve(t)
	for path, want := range map[string]string{
		"/SITE/page": "a page", "/SITE/other": "from the Worker", "/NAMED/page": "named", "/ONLY/page": "a page alone", "/ONLY/other": "", "/rpc": "hello",
	} {
		if _, body, _ := get(t, url+path); body != want {
			t.Errorf("%s: got %q, want %q", path, body, want)
		}
	}
}
