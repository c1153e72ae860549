package regex

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

var record = flag.Bool("record", false, "ask the real runtime again what each property holds")

// asker is a Worker that answers with the ranges of the property that the path names.
const asker = `
const parts = [[0, 0xd7ff], [0xe000, 0xffff], [0x10000, 0x10ffff]].map(([from, to]) => {
	let text = "";
	for (let i = from; i <= to; i++) text += String.fromCodePoint(i);
	return { from, text };
});
export default { fetch(request) {
	const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
	let run, one;
	try { run = new RegExp("\\p{" + name + "}+", "gu"); one = new RegExp("^\\p{" + name + "}$", "u"); } catch { return new Response("", { status: 404 }); }
	const ranges = [];
	const add = (from, to) => {
		const last = ranges.at(-1);
		if (last && last[1] === from - 1) last[1] = to;
		else ranges.push([from, to]);
	};
	const search = ({ from, text }) => {
		const unit = from > 0xffff ? 2 : 1;
		for (const m of text.matchAll(run)) add(from + m.index / unit, from + (m.index + m[0].length) / unit - 1);
	};
	search(parts[0]);
	for (let i = 0xd800; i <= 0xdfff; i++) if (one.test(String.fromCharCode(i))) add(i, i);
	search(parts[1]);
	search(parts[2]);
	let next = 0;
	return new Response(ranges.map(([from, to]) => {
		const s = (from - next).toString(36) + (to > from ? "." + (to - from).toString(36) : "");
		next = to + 1;
		return s;
	}).join(" "));
} };`

func TestProperties_Record(t *testing.T) {
	if !*record {
		t.Skip("-record is not given")
	}
	address := serveAsker(t)
	var out strings.Builder
	for line := range strings.Lines(recordedProperties) {
		head, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		fields := strings.Fields(head)
		expression := map[string]string{"bin": "", "gc": "gc=", "sc": "sc=", "scx": "scx="}[fields[0]] + fields[1]
		response, err := http.Get("http://" + address + "/" + expression)
		if err != nil {
			t.Fatal(err)
		}
		ranges, err := io.ReadAll(response.Body)
		if err = errors.Join(err, response.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusOK {
			t.Logf("%s is none", expression)
			continue
		}
		fmt.Fprintf(&out, "%s:%s\n", head, ranges)
	}
	if err := os.WriteFile("properties.txt", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serveAsker starts the real runtime, which ends with the test, and gives its address.
func serveAsker(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := fmt.Sprintf(`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "asker", worker = (modules = [(name = "asker.js", esModule = embed "asker.js")], compatibilityDate = "2026-04-01"))],
sockets = [(name = "http", address = %q, http = (), service = "asker")]);`, address)
	for name, text := range map[string]string{"asker.js": asker, "config.capnp": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(os.Getenv("PADDOCK_WORKERD"), "serve", filepath.Join(dir, "config.capnp"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return address
		}
	}
	t.Fatal("the runtime does not answer")
	return ""
}

func TestProperties_AgreeWithPackageUnicode(t *testing.T) {
	t.Parallel()
	for name := range unicode.Scripts {
		for _, key := range []string{"sc=", "scx="} {
			if s, ok := lookup(key + name); !ok || len(s) == 0 {
				t.Errorf("%s%s is missing", key, name)
			}
		}
	}
	for name := range unicode.Properties {
		// V8 has neither Unicode's own bookkeeping nor these.
		if strings.HasPrefix(name, "Other_") || name == "Hyphen" || name == "Prepended_Concatenation_Mark" {
			continue
		}
		if s, ok := lookup(name); !ok || len(s) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	has := func(s set, r rune) bool {
		for _, x := range s {
			if r <= x[1] {
				return r >= x[0]
			}
		}
		return false
	}
	// Characters that package unicode knows keep their category and script, but for a few.
	assigned := 0
	for name, table := range map[string]*unicode.RangeTable{"Lu": unicode.Lu, "Nd": unicode.Nd, "Zs": unicode.Zs, "sc=Greek": unicode.Greek, "sc=Han": unicode.Han, "White_Space": unicode.White_Space} {
		s, ok := lookup(name)
		if !ok {
			t.Fatalf("%s is missing", name)
		}
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if unicode.Is(table, r) {
				assigned++
				if !has(s, r) {
					t.Errorf("%s lacks %U", name, r)
				}
			}
		}
	}
	if assigned < 90000 {
		t.Errorf("only %d characters were compared", assigned)
	}
}

func TestProperties_AreUnderAllNames(t *testing.T) {
	t.Parallel()
	for _, same := range []string{
		"Lu Uppercase_Letter gc=Lu General_Category=Uppercase_Letter", "L Letter gc=L", "LC Cased_Letter", "P Punctuation punct", "Nd digit gc=digit",
		"sc=Grek Script=Greek", "scx=Grek Script_Extensions=Greek", "sc=Qaac sc=Coptic", "Alpha Alphabetic", "CI Case_Ignorable", "Bidi_M Bidi_Mirrored",
	} {
		names := strings.Fields(same)
		first, ok := lookup(names[0])
		if !ok || len(first) == 0 {
			t.Errorf("%s is missing", names[0])
		}
		for _, name := range names[1:] {
			if s, _ := lookup(name); fmt.Sprint(s) != fmt.Sprint(first) {
				t.Errorf("%s is not %s", name, names[0])
			}
		}
	}
	for _, none := range []string{"Other_Math", "gc=Alphabetic", "sc=Lu", "Greek", "lu", "Hyphen"} {
		if _, ok := lookup(none); ok {
			t.Errorf("%s is there", none)
		}
	}
	common, _ := lookup("sc=Common")
	extended, _ := lookup("scx=Common")
	if len(extended) >= len(common) {
		t.Error("script extensions are the scripts")
	}
}
