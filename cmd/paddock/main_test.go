package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"paddock/bindings/store"
	"paddock/wrangler/runtimetypes/typestest"
)

func TestMain(m *testing.M) {
	if startedInside() {
		return
	}
	testscript.Main(m, map[string]func(){"paddock": main, "playworkerd": typestest.Serve, "hang": hang})
}

// TestScripts runs the command lines of fixtures/script: project files, commands and expected
// output in one file each.
func TestScripts(t *testing.T) {
	t.Parallel()
	app, err := filepath.Abs("../../fixtures/apps/outbound")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../fixtures/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("APP", app)
			env.Setenv("NO_COLOR", "1")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("PATH", env.Getenv("PATH")+string(os.PathListSeparator)+os.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"occupy": occupy, "workerd": installWorkerd},
	})
}

// occupy holds a state folder until the end of the script, as another Paddock would.
func occupy(ts *testscript.TestScript, _ bool, args []string) {
	state, err := store.Open(ts.MkAbs(args[0]), store.Options{})
	ts.Check(err)
	ts.Defer(func() { ts.Check(state.Close()) })
}

// installWorkerd has the folder of a script have workerd of a version, played by another command.
func installWorkerd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: workerd VERSION")
	}
	ts.Check(typestest.Install(ts.MkAbs("."), args[0], "playworkerd"))
}
