package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// packages is where the fixtures' packages of npm are installed.
const packages = "../../fixtures/npm/node_modules"

// template is a project that create-cloudflare makes, out of its own package, unchanged.
type template struct {
	folder    string // below its templates
	env       string // the interface that its scripts name for `wrangler types`
	exchanges []exchange
}

// exchange is a request and what the platform answers.
type exchange struct {
	method, path, body string
	status             int
	want               string // the body; the JSON of one is compared without white space
}

var templates = map[string]template{
	"hello-world":           {"hello-world/ts", "Env", []exchange{{"GET", "/", "", 200, "Hello World!"}}},
	"hello-world in JS":     {"hello-world/js", "Env", []exchange{{"GET", "/", "", 200, "Hello World!"}}},
	"with a Durable Object": {"hello-world-durable-object/ts", "Env", []exchange{{"GET", "/", "", 200, "Hello, world!"}}},
	"hono": {"hono/workers/templates", "CloudflareBindings", []exchange{
		{"GET", "/message", "", 200, "Hello Hono!"}, {"GET", "/nothing", "", 404, "404 Not Found"},
	}},
	"openapi": {"openapi/ts", "Env", []exchange{
		{"GET", "/api/tasks?page=1&isCompleted=true", "", 200, `{"success":true,"tasks":[{"name":"Clean my room","slug":"clean-room","completed":false,"due_date":"2025-01-05"},{"name":"Build something awesome with Cloudflare Workers","slug":"cloudflare-workers","description":"Lorem Ipsum","completed":true,"due_date":"2022-12-24"}]}`},
		{"POST", "/api/tasks", `{"name":"a","slug":"b","completed":true,"due_date":"2026-01-02"}`, 201, `{"success":true,"task":{"name":"a","slug":"b","completed":true,"due_date":"2026-01-02"}}`},
		{"POST", "/api/tasks", `{"name":"a"}`, 400, `{"success":false,"errors":[{"code":7001,"message":"Invalid input: expected string, received undefined","path":["body","slug"]},{"code":7001,"message":"Invalid input: expected string, received undefined","path":["body","due_date"]}],"result":{}}`},
		{"DELETE", "/api/tasks/x", "", 200, `{"result":{"task":{"name":"Build something awesome with Cloudflare Workers","slug":"x","description":"Lorem Ipsum","completed":true,"due_date":"2022-12-24"}},"success":true}`},
	}},
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for name, tt := range templates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tt.create(t)
			s := startDev(t, dir)
			for _, x := range tt.exchanges {
				x.try(t, s)
			}
			if strings.HasSuffix(tt.folder, "ts") || tt.env != "Env" {
				must(t, paddock(t, dir, "types", "--env-interface", tt.env))
				typecheck(t, dir)
			}
		})
	}
}

// What `paddock types` declares is what the compiler and @cloudflare/workers-types understand.
func TestTypes_compile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{
			"name": "typed", "main": "src/index.ts", "compatibility_date": "2026-04-01", "compatibility_flags": ["nodejs_compat"],
			"vars": { "GREETING": "hello", "LIMITS": { "most": 3 }, "ON": true },
			"kv_namespaces": [{ "binding": "KV", "id": "a" }],
			"r2_buckets": [{ "binding": "FILES", "bucket_name": "files" }],
			"d1_databases": [{ "binding": "DB", "database_name": "db", "database_id": "b" }],
			"queues": { "producers": [{ "binding": "JOBS", "queue": "jobs" }] },
			"assets": { "directory": "public", "binding": "ASSETS" },
			"services": [{ "binding": "SELF", "service": "typed", "entrypoint": "Api" }],
			"durable_objects": { "bindings": [{ "name": "COUNTERS", "class_name": "Counter" }] },
			"migrations": [{ "tag": "v1", "new_sqlite_classes": ["Counter"] }],
		}`,
		".dev.vars":         "TOKEN=secret\n",
		"public/index.html": "",
		"src/index.ts": `import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
export class Counter extends DurableObject<Env> {
	async add(n: number): Promise<number> {
		const sum = n + ((await this.ctx.storage.get<number>("n")) ?? 0);
		await this.ctx.storage.put("n", sum);
		return sum;
	}
}
export class Api extends WorkerEntrypoint<Env> {
	greet(name: string) { return this.env.GREETING + " " + name; }
}
export default {
	async fetch(request, env): Promise<Response> {
		const value: string | null = await env.KV.get("key");
		const object: R2Object | null = await env.FILES.head("key");
		const row = await env.DB.prepare("SELECT 1 AS one").first<{ one: number }>();
		const n: number = await env.COUNTERS.getByName("n").add(1);
		const greeting: string = await env.SELF.greet("you");
		await env.JOBS.send({ n });
		const exact: "hello" = env.GREETING;
		const most: 3 = env.LIMITS.most, on: true = env.ON, token: string = env.TOKEN;
		// @ts-expect-error: it is no binding
		env.NOTHING;
		// @ts-expect-error: the method wants a number
		await env.COUNTERS.getByName("n").add("1");
		return env.ASSETS.fetch(request.url + [value, object?.key, row?.one, greeting, exact, most, on, token]);
	},
} satisfies ExportedHandler<Env>;
`,
	})
	link(t, dir)
	must(t, paddock(t, dir, "types"))
	typecheck(t, dir)
}

// create makes a project of the template, as create-cloudflare does: with names in their places.
func (tt template) create(t *testing.T) string {
	t.Helper()
	source := filepath.Join(packages, "create-cloudflare", "templates", tt.folder)
	if _, err := os.Stat(source); err != nil {
		t.Fatalf("the fixtures' packages are not installed (run: make setup): %v", err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	for file, names := range map[string][]string{
		"wrangler.jsonc": {"<WORKER_NAME>", "my-app", "<COMPATIBILITY_DATE>", "2026-04-01"}, "package.json": {"<PACKAGE_NAME>", "my-app"},
	} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if os.IsNotExist(err) {
			continue // a framework's own program makes it
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{file: strings.NewReplacer(names...).Replace(string(text))})
	}
	link(t, dir)
	return dir
}

// link lets a project find the fixtures' packages.
func link(t *testing.T, dir string) {
	t.Helper()
	installed, err := filepath.Abs(packages)
	if err == nil {
		err = os.Symlink(installed, filepath.Join(dir, "node_modules"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (x exchange) try(t *testing.T, s *devServer) {
	t.Helper()
	req, err := http.NewRequest(x.method, s.url+x.path, strings.NewReader(x.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	got := body.String()
	if compact := (&bytes.Buffer{}); json.Compact(compact, body.Bytes()) == nil {
		got = compact.String()
	}
	if resp.StatusCode != x.status || x.want != "" && got != x.want {
		t.Errorf("%s %s: %d %s, want %d %s", x.method, x.path, resp.StatusCode, got, x.status, x.want)
	}
}

// typecheck runs the TypeScript compiler on a project whose env `paddock types` has declared.
func typecheck(t *testing.T, dir string) {
	t.Helper()
	args := []string{filepath.Join(dir, "node_modules", "typescript", "bin", "tsc"), "--noEmit", "--types", "@cloudflare/workers-types"}
	if _, err := os.Stat(filepath.Join(dir, "tsconfig.json")); err != nil {
		write(t, dir, map[string]string{"tsconfig.json": `{
			"compilerOptions": { "target": "es2024", "lib": ["es2024"], "module": "es2022", "moduleResolution": "Bundler", "strict": true, "skipLibCheck": true },
			"include": ["worker-configuration.d.ts", "**/*.ts"]
		}`})
	}
	cmd := exec.Command("node", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}
