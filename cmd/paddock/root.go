package main

import "github.com/spf13/cobra"

// newRootCommand is the table of commands.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "paddock",
		Short: "Run Cloudflare Workers and Containers code locally and in CI",
		Long: "Paddock runs Cloudflare Workers, Containers and Sandboxes code locally and in CI, unchanged.\n" +
			"Every HTTP request that leaves a container is answered by the project's own outbound Worker.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringArrayVarP(&a.Config, "config", "c", nil, "path to a Wrangler configuration file")
	flags.StringVar(&a.Cwd, "cwd", "", "run as if Paddock was started in this directory")
	flags.StringVarP(&a.Env, "env", "e", "", "environment of the configuration to use")
	flags.StringArrayVar(&a.EnvFiles, "env-file", nil, "path to an .env file to load")
	root.AddCommand(
		newDevCommand(a),
		newExecCommand(a),
		newKVCommand(a),
		newR2Command(a),
		newVersionCommand(a),
	)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = false
	return root
}
