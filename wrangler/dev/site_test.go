package dev_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// serveSite answers with the file that the path names in the manifest.
const serveSite = `async function serve(request, files, manifest) {
	const key = JSON.parse(manifest)[new URL(request.url).pathname.slice(1)];
	return new Response(key ? await files.get(key, "stream") : "none");
}`

func siteProject(t *testing.T, configuration, source string) *project {
	t.Helper()
	p := newProject(t, configuration, source)
	if err := os.Mkdir(filepath.Join(p.dir, "public"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.write(t, "public/page.html", "a page")
	return p
}

const siteConfiguration = `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", "site": { "bucket": "public" } }`

func TestSession_site(t *testing.T) {
	t.Parallel()
	t.Run("a Worker of modules imports the manifest", func(t *testing.T) {
		t.Parallel()
		p := siteProject(t, siteConfiguration, `import manifest from "__STATIC_CONTENT_MANIFEST"; `+serveSite+`
			export default { fetch: (request, env) => request.url.endsWith("/env") ? new Response(Object.keys(env).join()) : serve(request, env.__STATIC_CONTENT, manifest) };`)
		_, url := p.serve(t)
		for path, want := range map[string]string{"/page.html": "a page", "/other": "none", "/env": "__STATIC_CONTENT"} {
			if _, body, _ := get(t, url+path); body != want {
				t.Errorf("%s: got %q, want %q", path, body, want)
			}
		}
	})
	t.Run("a script in service-worker syntax has it as a global", func(t *testing.T) {
		t.Parallel()
		p := siteProject(t, siteConfiguration, serveSite+` addEventListener("fetch", (e) => e.respondWith(serve(e.request, __STATIC_CONTENT, __STATIC_CONTENT_MANIFEST)));`)
		_, url := p.serve(t)
		if _, body, _ := get(t, url+"/page.html"); body != "a page" {
			t.Errorf("got %q", body)
		}
	})
	t.Run("the entry may be in the section, and be a folder", func(t *testing.T) {
		t.Parallel()
		p := siteProject(t, `{ "name": "w", "compatibility_date": "2026-01-01", "site": { "bucket": "public", "entry-point": "worker" } }`, "")
		if err := os.Mkdir(filepath.Join(p.dir, "worker"), 0o700); err != nil {
			t.Fatal(err)
		}
		p.write(t, "worker/index.js", `export default { fetch: () => new Response("worker") };`)
		_, url := p.serve(t)
		if _, body, _ := get(t, url); body != "worker" {
			t.Errorf("got %q", body)
		}
	})
}

// TestSession_siteChanges adds a file while the project is watched.
func TestSession_siteChanges(t *testing.T) {
	t.Parallel()
	p := siteProject(t, siteConfiguration, `import manifest from "__STATIC_CONTENT_MANIFEST"; `+serveSite+`
		export default { fetch: (request, env) => serve(request, env.__STATIC_CONTENT, manifest) };`)
	s, url := p.serve(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx) }()
	p.write(t, "public/new.html", "a new page")
	p.serves(t, url+"/new.html", "a new page")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
