package fs_test

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
	"paddock/polyfills/node/nodetest"
)

// run runs a script in an event of its own, and gives its result as text.
func run(t *testing.T, iso *jsruntime.Isolate, script string) string {
	t.Helper()
	var got string
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		scope := vm.NewScope(context.Background(), nil)
		defer scope.End()
		return vm.Try(func() {
			vm.InScope(scope, func() {
				fn, _ := jsruntime.AsFunction(jsruntime.NewScript("test", "(fs) => "+script).Run(vm))
				got = vm.Call(fn, jsruntime.Undefined(), node.Require(vm, "fs")).String()
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTmp_IsOfOneEvent(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, polyfills.All(polyfills.Options{Compat: compat.New(nodetest.Date, []string{"nodejs_compat"})})...)
	if got := run(t, iso, `{ fs.writeFileSync("/tmp/a", "1"); return fs.existsSync("/tmp/a"); }`); got != "true" {
		t.Errorf("a file that was written exists: %s", got)
	}
	if got := run(t, iso, `fs.existsSync("/tmp/a")`); got != "false" {
		t.Errorf("a file of another event exists: %s", got)
	}
	if got := run(t, iso, `fs.openSync("/tmp/b", "w")`); got != "3" {
		t.Errorf("the first descriptor of an event is %s", got)
	}
}

func TestBundle_HasTheFilesGiven(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, polyfills.All(polyfills.Options{
		Compat: compat.New(nodetest.Date, []string{"nodejs_compat"}),
		Files:  map[string][]byte{"index.js": []byte("export default {}"), "data/text.txt": []byte("hello")},
	})...)
	for script, want := range map[string]string{
		`fs.readFileSync("/bundle/data/text.txt", "utf8")`:                                                "hello",
		`fs.readdirSync("/bundle").join()`:                                                                "data,index.js",
		`fs.statSync("/bundle/index.js").mode.toString(8)`:                                                "100444",
		`{ try { fs.writeFileSync("/bundle/index.js", "x"); } catch (e) { return e.code; } }`:             "EPERM",
		`{ try { fs.unlinkSync("/bundle/data/text.txt"); } catch (e) { return e.code; } }`:                "EPERM",
		`{ try { fs.truncateSync("/bundle/index.js"); } catch (e) { return e.code; } }`:                   "EPERM",
		`{ try { fs.openSync("/bundle/index.js", "r+"); } catch (e) { return e.code; } }`:                 "EPERM",
		`{ try { fs.renameSync("/bundle/index.js", "/tmp/x"); } catch (e) { return e.code; } }`:           "EPERM",
		`{ fs.copyFileSync("/bundle/index.js", "/tmp/x"); fs.appendFileSync("/tmp/x", ""); return "ok" }`: "ok",
	} {
		if got := run(t, iso, script); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
}
