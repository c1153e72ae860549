package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestSecretsStore_CopiesASecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07",
			"secrets_store_secrets": [{ "binding": "COPY", "store_id": "store", "secret_name": "copy" }] }`,
		"index.js": `export default { async fetch(request, env) { return new Response(await env.COPY.get()); } };`,
	})
	secret := func(args ...string) string {
		return must(t, paddock(t, dir, append([]string{"secrets-store", "secret"}, args...)...))
	}
	made := regexp.MustCompile(`\(ID: ([0-9a-f]+)\)`).FindStringSubmatch(secret("create", "store", "--name", "original", "--scopes", "workers", "--value", "the value"))
	if made == nil {
		t.Fatal("no id is told")
	}
	if told := secret("get", "store", "--secret-id", made[1]); !strings.Contains(told, "│ original │ "+made[1]+" │ store ") {
		t.Errorf("get tells\n%s", told)
	}
	secret("duplicate", "store", "--secret-id", made[1], "--name", "copy", "--scopes", "workers")
	if got := must(t, paddock(t, dir, "run", "--", "sh", "-c", `curl -s "$PADDOCK_URL"`)); got != "the value" {
		t.Errorf("the copy is %q", got)
	}
}
