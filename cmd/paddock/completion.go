package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/container/engines"
	"paddock/wrangler/config"
)

// shells are those for which there is completion.
var shells = []string{"bash", "fish", "powershell", "zsh"}

// newCompleteCommand is wrangler's name for cobra's command completion.
func newCompleteCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "complete [SHELL]", Short: "Print a shell's script for completion", ValidArgs: shells, Args: positionals(0, 1),
		Long:    "Print the script by which a shell completes commands, flags and names of the project.\nSHELL is that of the environment unless it is given. bash needs its package bash-completion.",
		Example: "  source <(paddock complete bash)\n  paddock complete zsh > \"${fpath[1]}/_paddock\"\n  paddock complete fish | source",
		RunE: func(cmd *cobra.Command, args []string) error {
			shell := filepath.Base(os.Getenv("SHELL"))
			if len(args) == 1 {
				shell = args[0]
			}
			switch root := cmd.Root(); shell {
			case "bash":
				return root.GenBashCompletionV2(a.Stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.Stdout)
			case "fish":
				return root.GenFishCompletion(a.Stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.Stdout)
			}
			return usageError(fmt.Sprintf("Invalid values:\n  Argument: shell, Given: %q, Choices: %s", shell, (&choice{of: shells}).choices()))
		},
	}
}

// proposals gives what may stand at a place of the command line, in the folder of the project p.
type proposals func(p *config.Project) []string

// words are proposals that no project changes.
func words(all ...string) proposals { return func(*config.Project) []string { return all } }

// flagProposals are the proposals for values of flags, by the command and the flag or by the flag alone.
func flagProposals() map[string]proposals {
	return map[string]proposals{
		"kv binding": func(p *config.Project) (names []string) {
			for _, n := range p.KVNamespaces() {
				names = append(names, n.Binding)
			}
			return names
		},
		"kv namespace-id": func(p *config.Project) (ids []string) {
			for _, n := range p.KVNamespaces() {
				ids = append(ids, n.ID)
			}
			return ids
		},
		"env":              func(p *config.Project) []string { return p.Environments },
		"engine":           words(engines.Names()...),
		"egress":           words("auto", "nft", "nft-rootless", "seccomp", "proxy", "sidecar-socket", "sidecar-port", "sidecar-stdio"),
		"trust":            words("inject", "file-only"),
		"storage-class":    words("Standard", "InfrequentAccess"),
		"workflows status": words("queued", "running", "paused", "errored", "terminated", "complete", "waiting", "waitingForPause"),
		"from-step-type":   words("do", "sleep", "waitForEvent"),
	}
}

// firstProposals are the proposals for the first argument, by the word of its command's usage.
func firstProposals() map[string]proposals {
	return map[string]proposals{
		"DATABASE": func(p *config.Project) (names []string) {
			for _, db := range p.D1Databases() {
				names = append(names, db.DatabaseName, db.Binding)
			}
			return names
		},
		"BUCKET": buckets,
		"BUCKET/KEY": func(p *config.Project) (starts []string) {
			for _, name := range buckets(p) {
				starts = append(starts, name+"/")
			}
			return starts
		},
		"WORKFLOW": func(p *config.Project) (names []string) {
			for _, w := range p.Workflows() {
				names = append(names, w.Name)
			}
			return names
		},
		"STORE-ID": func(p *config.Project) (ids []string) {
			var secrets []struct {
				Store string `json:"store_id"`
			}
			_ = json.Unmarshal(p.Sections["secrets_store_secrets"], &secrets) // the type is checked, and there may be none
			for _, s := range secrets {
				ids = append(ids, s.Store)
			}
			return ids
		},
	}
}

// buckets lists the names of a project's R2 buckets.
func buckets(p *config.Project) (names []string) {
	for _, b := range p.R2Buckets() {
		names = append(names, b.BucketName)
	}
	return names
}

// files are the flags whose values are files, folders those whose values are folders: the shell knows them.
var (
	files   = []string{"config", "env-file", "file", "filename", "har", "https-cert-path", "https-key-path", "junit", "output", "path", "record", "replay", "tsconfig"}
	folders = []string{"assets", "cwd", "outdir", "persist-to", "site"}
)

// addCompletions has the shell propose values for the flags and first arguments of all commands. Where
// nothing can be proposed it does not name files in their place.
func (a *app) addCompletions(root *cobra.Command) {
	byFlag, byWord := flagProposals(), firstProposals()
	var visit func(cmd *cobra.Command, family string)
	visit = func(cmd *cobra.Command, family string) {
		add := func(flag *pflag.Flag) { a.completeFlag(cmd, flag, family, byFlag) }
		cmd.LocalNonPersistentFlags().VisitAll(add)
		cmd.PersistentFlags().VisitAll(add)
		if fields := strings.Fields(cmd.Use); len(fields) > 1 && byWord[fields[1]] != nil {
			a.completeArgument(cmd, fields[1], byWord[fields[1]])
		}
		for _, sub := range cmd.Commands() {
			visit(sub, cmp.Or(family, sub.Name()))
		}
	}
	visit(root, "")
}

// completeFlag has the shell propose values for a flag of a command, which belongs to a family as "kv".
func (a *app) completeFlag(cmd *cobra.Command, flag *pflag.Flag, family string, byFlag map[string]proposals) {
	of := byFlag[flag.Name]
	if own := byFlag[family+" "+flag.Name]; own != nil {
		of = own
	}
	switch c, isChoice := flag.Value.(*choice); {
	case isBoolean(flag) || slices.Contains(files, flag.Name):
		return
	case slices.Contains(folders, flag.Name):
		_ = cmd.MarkFlagDirname(flag.Name) // it is there
		return
	case isChoice:
		of = words(c.of...)
	}
	_ = cmd.RegisterFlagCompletionFunc(flag.Name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { // it has none
		return a.propose(of), cobra.ShellCompDirectiveNoFileComp
	})
}

// completeArgument has the shell propose values for the first argument of a command, by the word that its
// usage has for it.
func (a *app) completeArgument(cmd *cobra.Command, word string, of proposals) {
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		switch {
		case len(args) > 0:
			return nil, cobra.ShellCompDirectiveNoFileComp
		case word == "BUCKET/KEY":
			return a.propose(of), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace // the key follows
		}
		return a.propose(of), cobra.ShellCompDirectiveNoFileComp
	}
}

// propose gives proposals for the project, none if it cannot be read: a shell has no place for the reason.
func (a *app) propose(of proposals) (all []string) {
	if of == nil {
		return nil
	}
	if all = of(&config.Project{}); len(all) > 0 {
		return all
	}
	projects, _, err := a.load(nil)
	if err != nil {
		return nil
	}
	for _, name := range of(projects[0]) {
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
