package dev_test

import "testing"

func TestSession_images(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`,
		`const png = "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUAQAAAADXPUIWAAAADElEQVR4nGNgGBgAAAB4AAELzr0IAAAAAElFTkSuQmCC";
export default { async fetch(request) {
	const { pathname, origin } = new URL(request.url);
	if (pathname === "/text") return new Response("no image", { headers: { "x-a": "b" } });
	if (pathname === "/gone") return new Response("gone " + request.headers.get("via"), { status: 404 });
	if (pathname === "/img") return new Response(Uint8Array.from(atob(png), (c) => c.charCodeAt(0)), { headers: { "content-type": "image/png", "x-via": request.headers.get("via"), etag: '"e"' } });
	const ask = async (path, image) => {
		const response = await fetch(origin + path, { cf: { image } });
		const data = new Uint8Array(await response.arrayBuffer());
		const text = data[0] === 0x89 ? "" + new DataView(data.buffer).getUint32(16) : new TextDecoder().decode(data);
		return [response.status, text, ...["x-via", "etag", "cf-resized", "x-a"].map((name) => response.headers.get(name))].join();
	};
	return Response.json([await ask("/img", { width: 10 }), await ask("/img", {}), await ask("/text", { width: 10 }), await ask("/gone", { width: 10 })]);
} };`)
	_, url := p.serve(t)
	t.Run("cf.image changes the images that come, and nothing else", func(t *testing.T) {
		want := `["200,10,,,internal=ok/m,","200,40,null,\"e\",,","200,no image,,,,b","404,gone image-resizing,,,,"]`
		if _, body, _ := get(t, url); body != want {
			t.Errorf("got %s, want %s", body, want)
		}
		p.console.says(t, "stays as it is")
	})
}
