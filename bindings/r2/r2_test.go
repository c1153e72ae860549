package r2_test

import (
	"os"
	"path/filepath"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/r2"
)

const section = `[{ "binding": "B", "bucket_name": "one" }, { "binding": "C" }]`

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: r2.Kind{}, Key: "r2_buckets", Section: section,
		Wrong: map[string]string{
			`{}`:                                 "r2_buckets",
			`[{"binding":"B"},1]`:                "r2_buckets[1]",
			`[{"binding":1}]`:                    "r2_buckets[0].binding",
			`[{"binding":"B","bucket_name":[]}]`: "r2_buckets[0].bucket_name",
			`[{"binding":"B","preview_bucket_name":1}]`: "r2_buckets[0].preview_bucket_name",
		},
		Use:  `await B.put("key", new Response("value").body); return await new Response((await B.get("key")).body).text();`,
		Want: "value",
		State: &bindtest.State{
			Write: `
				await B.put("a", "old"); await B.put("a", "one", { customMetadata: { x: "y" } }); await B.put("b", "two"); await B.delete("b");
				const u = await B.createMultipartUpload("m"); await u.complete([await u.uploadPart(1, "parts")]);
				const v = await B.createMultipartUpload("open"); await v.uploadPart(1, "x");`,
			Read: `
				const text = async (key) => (await (await B.get(key))?.text()) + " " + JSON.stringify((await B.head(key))?.customMetadata);
				return [await text("a"), await text("m"), (await B.list()).objects.map((o) => o.key + o.size)].join()`,
			Empty: "undefined undefined,undefined undefined,",
			Full:  `one {"x":"y"},parts {},a3,m5`,
		},
	})
}

func open(h *bindtest.Host) bindtest.Env {
	return bindtest.Env{"BUCKET": h.Open(r2.Kind{}, "r2_buckets", section)}
}

func TestBucket(t *testing.T) {
	t.Parallel()
	bindtest.Scripts(t, os.DirFS("testdata"), open)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, open(h))
	w.Eval(`await BUCKET.put("k", "v")`)
	bindtest.Status(t, w, map[string]string{
		"R2Bucket": "BUCKET", "HeadResult": `await BUCKET.head("k")`, "GetResult": `await BUCKET.get("k")`,
		"Checksums": `(await BUCKET.head("k")).checksums`, "R2MultipartUpload": `await BUCKET.createMultipartUpload("m")`,
	})
}

// blobs lists the files of bodies below a state folder, unfinished ones too.
func blobs(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"[0-9a-f]*", ".tmp-*"} {
		found, err := filepath.Glob(filepath.Join(dir, "r2", "*", "blobs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	return files
}

func TestBucket_LeavesNoFileBehind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, script string
		files        int
	}{
		{"replaced", `for (let i = 0; i < 5; i++) await BUCKET.put("k", "v" + i)`, 1},
		{"deleted", `await BUCKET.put("k", "v"); await BUCKET.put("l", "v"); await BUCKET.delete(["k", "l"])`, 0},
		{"refused by its condition", `await BUCKET.put("k", "v", { onlyIf: { etagMatches: "x" } })`, 0},
		{"refused by its checksum", `await BUCKET.put("k", "v", { md5: "0".repeat(32) }).catch(() => {})`, 0},
		{"refused by its length", `const f = new FixedLengthStream(5); f.writable.close().catch(() => {}); await BUCKET.put("k", f.readable).catch(() => {})`, 0},
		{"aborted", `const u = await BUCKET.createMultipartUpload("k"); await u.uploadPart(1, "a"); await u.uploadPart(2, "b"); await u.abort()`, 0},
		{"a part of no upload", `await BUCKET.resumeMultipartUpload("k", "x").uploadPart(1, "a").catch(() => {})`, 0},
		{"a part that was uploaded again", `const u = await BUCKET.createMultipartUpload("k"); await u.uploadPart(1, "a"); await u.uploadPart(1, "b")`, 1},
		{"parts that were not named", `const u = await BUCKET.createMultipartUpload("k"); const a = await u.uploadPart(1, "a"); await u.uploadPart(2, "b"); await u.complete([a])`, 1},
		{"an object of parts that was replaced", `const u = await BUCKET.createMultipartUpload("k"); await u.complete([await u.uploadPart(1, "a")]); await BUCKET.put("k", "v")`, 1},
		{"an object of parts that was deleted", `const u = await BUCKET.createMultipartUpload("k"); await u.complete([await u.uploadPart(1, "a")]); await BUCKET.delete("k")`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			h := bindtest.NewHost(t, dir)
			if got := bindtest.NewWorld(h, open(h)).Eval(tt.script); got != "undefined" {
				t.Errorf("got %s", got)
			}
			if left := blobs(t, dir); len(left) != tt.files {
				t.Errorf("%d files, want %d: %v", len(left), tt.files, left)
			}
		})
	}
}
