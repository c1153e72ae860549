package main

import (
	"strings"

	"github.com/spf13/cobra"

	"paddock/wrangler/message"
)

// newRootCommand is the table of commands.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "paddock",
		Short: "Run Cloudflare Workers and Containers code locally and in CI",
		Long: "Paddock runs Cloudflare Workers and Containers code locally and in CI, unchanged.\n" +
			"Every HTTP and HTTPS request that leaves a container can be answered by the project's own outbound Worker.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noSuchArgument,
		Version:       version,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringArrayVarP(&a.Config, "config", "c", nil, "path to a Wrangler configuration file")
	flags.StringVar(&a.Cwd, "cwd", "", "run as if Paddock was started in this directory")
	flags.StringVarP(&a.Env, "env", "e", "", "environment of the configuration to use")
	flags.StringArrayVar(&a.EnvFiles, "env-file", nil, "path to an .env file to load")
	root.AddCommand(
		newDevCommand(a),
		newCheckCommand(a),
		newExecCommand(a),
		newRunCommand(a),
		newCompleteCommand(a),
		newKVCommand(a),
		newQueuesCommand(a),
		newD1Command(a),
		newDeployCommand(a),
		newDoctorCommand(a),
		newPagesCommand(a),
		newR2Command(a),
		newSecretsStoreCommand(a),
		newTestCommand(a),
		newTypesCommand(a),
		newVersionCommand(a),
	)
	addAccountCommands(root)
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = false
	return root
}

// noSuchArgument refuses what is no command.
func noSuchArgument(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownArgument(cmd, args[0])
}

// flagError tells of a flag that there is not in wrangler's words.
func flagError(cmd *cobra.Command, err error) error {
	if name, ok := strings.CutPrefix(err.Error(), "unknown flag: --"); ok {
		return unknownArgument(cmd, name)
	}
	if rest, ok := strings.CutPrefix(err.Error(), "unknown shorthand flag: '"); ok {
		name, _, _ := strings.Cut(rest, "'")
		return unknownArgument(cmd, name)
	}
	return err
}

func unknownArgument(cmd *cobra.Command, name string) error {
	return message.Errors{{
		Kind: message.Error, Text: "Unknown argument: " + name,
		Hint: "see " + cmd.CommandPath() + " --help",
	}}
}
