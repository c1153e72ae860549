package r2_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/store"
)

// file is where wrangler keeps the bucket "one".
var file = "r2/miniflare-R2BucketObject/" + store.ObjectID("miniflare-R2BucketObject", "one") + ".sqlite"

// wranglerSchema is what wrangler's local R2 makes of an empty folder.
const wranglerSchema = `
CREATE TABLE _mf_objects (
	key TEXT PRIMARY KEY, blob_id TEXT, version TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, uploaded INTEGER NOT NULL,
	checksums TEXT NOT NULL, http_metadata TEXT NOT NULL, custom_metadata TEXT NOT NULL);
CREATE TABLE _mf_multipart_uploads (
	upload_id TEXT PRIMARY KEY, key TEXT NOT NULL, http_metadata TEXT NOT NULL, custom_metadata TEXT NOT NULL, state TINYINT DEFAULT 0 NOT NULL);
CREATE TABLE _mf_multipart_parts (
	upload_id TEXT NOT NULL REFERENCES _mf_multipart_uploads(upload_id), part_number INTEGER NOT NULL, blob_id TEXT NOT NULL,
	size INTEGER NOT NULL, etag TEXT NOT NULL, checksum_md5 TEXT NOT NULL,
	object_key TEXT REFERENCES _mf_objects(key) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (upload_id, part_number));`

func TestBucket_ReadsWranglersState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	db, err := h.DB(file)
	if err != nil {
		t.Fatal(err)
	}
	simple, first, second, open1 := strings.Repeat("a1", 40), strings.Repeat("b2", 40), strings.Repeat("c3", 40), strings.Repeat("d4", 40)
	if _, err := db.Exec(wranglerSchema+`
		INSERT INTO _mf_objects VALUES
			('k', ?, '53e7d957df7871e851c0b24118cd0a5c', 5, '5d41402abc4b2a76b9719d911017c592', 1000, '{"sha1":"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"}', '{"contentType":"a/b","cacheExpiry":1234567}', '{"b":"1","a":"2"}'),
			('m', NULL, 'bbdf046864f5dd04a7afb651f7df7132', 8, '30dcfd3901d1c613b7fb532281748544-2', 2000, '{}', '{}', '{}');
		INSERT INTO _mf_multipart_uploads VALUES ('done', 'm', '{}', '{}', 1), ('open', 'n', '{"contentType":"x/y"}', '{"c":"d"}', 0);
		INSERT INTO _mf_multipart_parts VALUES
			('done', 7, ?, 4, 'e2', '7aea2552dfe7eb84b9443b6fc9ba6e01', 'm'), ('done', 1, ?, 4, 'e1', '79b281060d337b9b2b84ccf390adcf74', 'm'),
			('open', 1, ?, 1, 'e3', '9dd4e461268c8034f5c8564e155c67a6', NULL)`, simple, second, first, open1); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "r2", "one", "blobs")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{simple: "hello", first: "head", second: "tail", open1: "x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w := bindtest.NewWorld(h, open(h))
	for script, want := range map[string]string{
		`const o = await BUCKET.get("k"); return await o.text() + " " + JSON.stringify([o.version, o.uploaded, o.checksums, o.httpMetadata, o.customMetadata])`: `hello ["53e7d957df7871e851c0b24118cd0a5c","1970-01-01T00:00:01.000Z",{"md5":"5d41402abc4b2a76b9719d911017c592","sha1":"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"},{"contentType":"a/b","cacheExpiry":"1970-01-01T00:20:34.567Z"},{"b":"1","a":"2"}]`,
		`const o = await BUCKET.get("m", { range: { offset: 2, length: 4 } }); return await o.text() + " " + o.etag`:                                            "adta 30dcfd3901d1c613b7fb532281748544-2",
		`const o = await BUCKET.resumeMultipartUpload("n", "open").complete([{ partNumber: 1, etag: "e3" }]);
			return await (await BUCKET.get("n")).text() + JSON.stringify([o.httpMetadata, o.customMetadata])`: `x[{"contentType":"x/y"},{"c":"d"}]`,
	} {
		if got := w.Eval(script); got != want {
			t.Errorf("%s\ngives %s, want %s", script, got, want)
		}
	}
}

func TestBucket_WritesWranglersState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	bindtest.NewWorld(h, open(h)).Eval(`
		await BUCKET.put("k", "hello", { sha1: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", httpMetadata: { contentType: "a/b", cacheExpiry: new Date(5) }, customMetadata: { b: "1", a: "2" } });
		const u = await BUCKET.createMultipartUpload("m"); await u.complete([await u.uploadPart(3, "hello")]);`)
	ours, err := h.DB(file)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := h.DB("theirs.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := theirs.Exec(wranglerSchema); err != nil {
		t.Fatal(err)
	}
	bindtest.SameSchema(t, ours, theirs)
	for query, want := range map[string]string{
		"SELECT key || (blob_id IS NULL) || size || etag || checksums || http_metadata || custom_metadata FROM _mf_objects ORDER BY key": `k055d41402abc4b2a76b9719d911017c592{"sha1":"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"}{"contentType":"a/b","cacheExpiry":5}{"b":"1","a":"2"}; m1562109206880d38a4010a98e11243924a-1{}{}{}`,
		"SELECT key || state FROM _mf_multipart_uploads":                                    "m1",
		"SELECT part_number || size || checksum_md5 || object_key FROM _mf_multipart_parts": "355d41402abc4b2a76b9719d911017c592m",
	} {
		rows, err := store.Column(ours, query)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(rows, "; "); got != want {
			t.Errorf("%s\ngives %s, want %s", query, got, want)
		}
	}
}
