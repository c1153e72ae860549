package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is Paddock's own.
const version = "0.1.0"

func newVersionCommand(a *app) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "version",
		Example: "  paddock version --json",
		Short:   "Print the versions of Paddock and its engines",
		Args:    positionals(0, 0),
		RunE: func(*cobra.Command, []string) error {
			versions := map[string]string{"paddock": version}
			if info, ok := debug.ReadBuildInfo(); ok {
				versions["go"] = info.GoVersion
				for _, dep := range info.Deps {
					switch dep.Path {
					case "github.com/dop251/goja":
						versions["goja"] = dep.Version
					case "github.com/evanw/esbuild":
						versions["esbuild"] = dep.Version
					case "github.com/mattn/go-sqlite3":
						versions["go-sqlite3"] = dep.Version
					}
				}
			}
			if asJSON {
				return json.NewEncoder(a.Stdout).Encode(versions)
			}
			for _, name := range []string{"paddock", "go", "goja", "esbuild", "go-sqlite3"} {
				fmt.Fprintf(a.Stdout, "%-12s %s\n", name, versions[name])
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}
