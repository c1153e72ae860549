package dev_test

import "testing"

// identified is a Worker that says who Access says sends the request, here and to those that it calls.
const identified = `import { WorkerEntrypoint, DurableObject } from "cloudflare:workers";
const look = async ({ access }) => access && [access.aud, await access.getIdentity(), Object.keys(access), access.constructor.name,
	(await access.getIdentity()) === (await access.getIdentity())];
const told = async (ctx) => Response.json(await look(ctx) ?? "nobody");
export class Other extends WorkerEntrypoint { fetch() { return told(this.ctx); } look() { return look(this.ctx); } }
export class Box extends DurableObject { fetch() { return new Response("access" in this.ctx); } }
export default { async fetch(request, env, ctx) {
	switch (new URL(request.url).pathname) {
		case "/entrypoint": return env.OTHER.fetch(request);
		case "/call": return Response.json((await env.OTHER.look()) ?? "nobody");
		case "/object": return env.BOX.getByName("one").fetch(request);
		case "/frozen": ctx.access.aud = "other"; break;
		case "/copy": return Response.json({ ...ctx }.access.aud);
	}
	return told(ctx);
} };`

func TestAccess(t *testing.T) {
	t.Parallel()
	const rest = `"main": "index.js", "compatibility_date": "2026-01-01",
		"services": [{ "binding": "OTHER", "service": "w", "entrypoint": "Other" }],
		"durable_objects": { "bindings": [{ "name": "BOX", "class_name": "Box" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Box"] }] }`
	for _, c := range []struct {
		name, access string
		answers      map[string]string
	}{
		{"an identity is told to the handler of a request", `{ "dev": { "aud": "tag", "identity": { "email": "a@b.c" } } }`, map[string]string{
			"/": `["tag",{"email":"a@b.c"},["aud"],"AccessContext",false]`, "/copy": `"tag"`,
		}},
		{"and not to those that it calls", `{ "dev": { "aud": "tag", "identity": { "email": "a@b.c" } } }`, map[string]string{
			"/entrypoint": `"nobody"`, "/call": `"nobody"`, "/object": "false",
		}},
		{"a service has none", `{ "dev": { "aud": "tag" } }`, map[string]string{"/": `["tag",null,["aud"],"AccessContext",true]`}},
		{"without a section nobody is asked", `{}`, map[string]string{"/": `"nobody"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, url := newProject(t, `{ "name": "w", "access": `+c.access+`, `+rest, identified).serve(t)
			for path, want := range c.answers {
				if _, got, _ := get(t, url+path); got != want {
					t.Errorf("%s gives %s, not %s", path, got, want)
				}
			}
			if status, _, _ := get(t, url+"/frozen"); status != 500 {
				t.Errorf("its tag may be changed: %d", status)
			}
		})
	}
}
