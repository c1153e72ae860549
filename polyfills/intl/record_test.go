package intl

import (
	"archive/zip"
	"compress/flate"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

var recordFlag = flag.Bool("record", false, "ask the real runtime again for the files of data; PADDOCK_WORKERD names it")

// recorded are the locales that have a file. What is no language alone holds only what differs from
// its parent.
const recorded = `en en-001 en-GB en-AU en-CA en-IN en-NZ en-ZA en-IE en-SG en-HK en-PH en-NG en-KE en-PK en-BE en-CH en-DE en-NL en-SE en-DK en-FI en-IL en-AE en-150
de de-AT de-CH de-LU fr fr-CA fr-CH fr-BE es es-419 es-MX es-AR es-CO es-US es-CL es-PE es-VE it it-CH pt pt-PT nl nl-BE sv da nb fi pl cs tr ru uk ja zh zh-Hant zh-HK zh-SG
ko el hu ro sk bg hr sl lt lv et ca vi id ms he hi ar ar-EG ar-SA ar-AE ar-MA bn fa th ur ur-IN ta te mr gu kn ml pa sw af am az bs fil sr sr-Latn kk uz ak kok sd`

func TestData_Record(t *testing.T) {
	if !*recordFlag {
		t.Skip("asks the real runtime, which is only done with -record")
	}
	world := serve(t, "world.mjs")("world")
	world["likely"] = unlikely(world["likely"].(map[string]any))
	write(t, "world", world)
	ask := serve(t, "extract.mjs")
	whole := map[string]map[string]any{}
	for name := range strings.FieldsSeq(recorded) {
		l := ask(name)
		trim(name, l)
		whole[name] = l
		if up := parent(name); up != "" {
			l = difference(l, whole[up], 0)
		}
		write(t, name, l)
	}
}

// unlikely leaves out the likely subtags that golang.org/x/text knows, and groups the others.
func unlikely(likely map[string]any) map[string]string {
	groups := map[string][]string{}
	for code, v := range likely {
		full := v.(string)
		if tag, err := language.Raw.Parse(code); err == nil {
			base, _ := tag.Base()
			script, _ := tag.Script()
			region, _ := tag.Region()
			if full == fmt.Sprintf("%s-%s-%s", base, script, region) {
				continue
			}
		}
		if rest, ok := strings.CutPrefix(full, code+"-"); ok {
			groups[rest] = append(groups[rest], code)
		}
	}
	out := map[string]string{}
	for rest, codes := range groups {
		slices.Sort(codes)
		out[rest] = strings.Join(codes, " ")
	}
	return out
}

// trim leaves out what golang.org/x/text says, too.
func trim(name string, l map[string]any) {
	in := language.Make(name)
	same := func(list string, name func(code string) string) {
		names := l[list].(map[string]any)
		maps.DeleteFunc(names, func(code string, v any) bool { return v == name(code) })
	}
	same("regions", func(code string) string { return namer(display.Regions(in), language.MustParseRegion(code)) })
	same("languages", func(code string) string { return namer(display.Languages(in), language.Make(code)) })
	same("scripts", func(code string) string { return namer(display.Scripts(in), language.MustParseScript(code)) })
	zones := l["zones"].(map[string]any)
	gmt, _, _ := strings.Cut(l["gmt"].(string), "{0}")
	maps.DeleteFunc(zones, func(_ string, v any) bool {
		names, named := v.([]any), false
		for i := len(names) - 1; i >= 0; i-- {
			switch {
			case strings.HasPrefix(names[i].(string), gmt), i%2 == 1 && names[i] == names[i-1]:
				names[i] = "" // an offset, or as in winter
			default:
				named = true
			}
		}
		return !named
	})
}

// difference is what of l the parent has not; "" stands for a text that l has not. Objects are compared
// by their members, as deep as reading them puts members together.
func difference(l, parent map[string]any, depth int) map[string]any {
	out := map[string]any{}
	for key, v := range parent {
		if _, isText := v.(string); isText && l[key] == nil {
			out[key] = ""
		}
	}
	for key, v := range l {
		if reflect.DeepEqual(v, parent[key]) {
			continue
		}
		mine, ok1 := v.(map[string]any)
		theirs, ok2 := parent[key].(map[string]any)
		if ok1 && ok2 && (depth == 0 || depth == 1 && parent["decimal"] != nil) {
			v = difference(mine, theirs, depth+1)
		}
		out[key] = v
	}
	return out
}

func write(t *testing.T, name string, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("data", name+".json"), append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serve runs a Worker of testdata in the real runtime until the test ends, and gives what asks it.
func serve(t *testing.T, file string) func(path string) map[string]any {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := fmt.Sprintf(`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "asker", worker = (modules = [(name = "asker.js", esModule = embed "asker.js")], compatibilityDate = "2026-04-01", compatibilityFlags = ["temporal"]))],
sockets = [(name = "http", address = %q, http = (), service = "asker")]);`, address)
	for name, text := range map[string]string{"asker.js": string(text), "config.capnp": config} {
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
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			break
		}
	}
	return func(path string) map[string]any {
		t.Helper()
		response, err := http.Get("http://" + address + "/" + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		b, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		var out map[string]any
		if err := json.Unmarshal(b, &out); err != nil {
			t.Fatalf("%s: %s", path, b)
		}
		return out
	}
}

// TestCalendars_Record makes the archive of tables of calendars.
func TestCalendars_Record(t *testing.T) {
	if !*recordFlag {
		t.Skip("asks the real runtime, which is only done with -record")
	}
	ask := serve(t, "calendars.mjs")
	out, err := os.Create(filepath.Join("data", "calendars.zip"))
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	add := func(name string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		w, err := archive.Create(name + ".json")
		if err == nil {
			_, err = w.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("eras", ask("eras"))
	whole := map[string]map[string]any{}
	var english []any
	for name := range strings.FieldsSeq(recorded) {
		l := ask(name)
		shorten(l, &english)
		whole[name] = l
		if up := parent(name); up != "" {
			l = differing(l, whole[up])
		}
		if len(l) > 0 {
			add(name, l)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// shorten makes of the lists that were recorded what calendarTables has. english are the names of Japanese eras in English, which
// comes first.
func shorten(l map[string]any, english *[]any) {
	text := fmt.Sprint(l)
	for _, v := range l["months"].(map[string]any) {
		maps.DeleteFunc(v.(map[string]any), func(set string, _ any) bool { return !strings.Contains(text, "{M"+set+"}") })
	}
	for calendar, v := range l["eras"].(map[string]any) {
		widths := v.(map[string]any)
		short := widths["s"].([]any)
		for _, w := range []string{"l", "n"} {
			names := widths[w].([]any)
			for i := range names {
				if names[i] == short[i] {
					names[i] = ""
				}
			}
			if !slices.ContainsFunc(names, func(n any) bool { return n != "" }) {
				delete(widths, w)
			}
		}
		switch {
		case calendar != "japanese":
		case *english == nil:
			*english = slices.Clone(short)
		default:
			for i := range short {
				if short[i] == (*english)[i] {
					short[i] = ""
				}
			}
		}
	}
	order := []string{"gregory", "iso8601", "japanese", "buddhist", "roc", "islamic-civil", "hebrew", "persian", "coptic", "ethiopic", "indian", "chinese", "dangi"}
	plain, withEra := map[string]map[int]string{}, map[string]map[int]string{}
	longAndNarrow := map[string]map[string]map[int]string{"Long": {}, "Narrow": {}}
	patterns := func(list, calendar string) func(int) string {
		return func(i int) string { return l[list].(map[string]any)[calendar].([]any)[i].(string) }
	}
	for _, calendar := range order {
		date, eraDate := patterns("dates", calendar), patterns("eraDates", calendar)
		plain[calendar], withEra[calendar] = map[int]string{}, map[int]string{}
		for _, list := range longAndNarrow {
			list[calendar] = map[int]string{}
		}
		for i := 1; i < 216; i++ {
			if p, _ := predicted(date, i); p != date(i) {
				plain[calendar][i] = date(i)
			}
			for width, list := range longAndNarrow {
				p := patterns("eraDates"+width, calendar)(i)
				if day, month, year := i%3, i/3%6, i/18%3; year == 1 && day < 2 && (month > 0 || day == 0) && p != eraAs(eraDate(i), strings.ToLower(width[:1])) {
					list[calendar][i] = p
				}
			}
			if p, _ := predictedWithEra(date(i), eraDate, i); p != eraDate(i) {
				withEra[calendar][i] = eraDate(i)
			}
		}
	}
	l["dates"], l["eraDates"] = deltas(order, plain), deltas(order, withEra)
	for _, width := range []string{"Long", "Narrow"} {
		l["eraDates"+width] = deltas(order, longAndNarrow[width])
	}
}

// deltas tells each list by that of an earlier calendar that is most like it.
func deltas(order []string, lists map[string]map[int]string) map[string]any {
	out := map[string]any{}
	for at, calendar := range order {
		like, best := "", lists[calendar]
		for _, other := range order[:at] {
			but := map[int]string{}
			for i, p := range lists[calendar] {
				if lists[other][i] != p {
					but[i] = p
				}
			}
			for i := range lists[other] {
				if _, ok := lists[calendar][i]; !ok {
					but[i] = ""
				}
			}
			if len(but) < len(best) {
				like, best = other, but
			}
		}
		out[calendar] = []any{like, best}
	}
	return out
}

// differing leaves out what the parent has, too: whole parts, or members of them.
func differing(l, parent map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range l {
		mine, ok := v.(map[string]any)
		if !ok {
			if !reflect.DeepEqual(v, parent[key]) {
				out[key] = v
			}
			continue
		}
		theirs, _ := parent[key].(map[string]any)
		members := maps.Clone(mine)
		maps.DeleteFunc(members, func(name string, v any) bool { return reflect.DeepEqual(v, theirs[name]) })
		if len(members) > 0 {
			out[key] = members
		}
	}
	return out
}
