package main

import "github.com/spf13/cobra"

// newRootCommand is the table of commands.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "paddock",
		Short: "Run Cloudflare Workers and Containers code locally and in CI",
		Long: "Paddock runs Cloudflare Workers and Containers code locally and in CI, unchanged.\n" +
			"Every HTTP and HTTPS request that leaves a container can be answered by the project's own outbound Worker.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          positionals(0, 0),
		Version:       version,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkCwd() },
	}
	flags := root.PersistentFlags()
	flags.StringArrayVarP(&a.Config, "config", "c", nil, "path to a Wrangler configuration file")
	flags.StringVar(&a.Cwd, "cwd", "", "run as if Paddock was started in this directory")
	flags.StringVarP(&a.Env, "env", "e", "", "environment of the configuration to use")
	flags.StringArrayVar(&a.EnvFiles, "env-file", nil, "path to an .env file to load")
	flags.String("profile", "", "profile of the account, of which there is none")
	flags.Bool("install-skills", false, "install skills for agents, of which there are none")
	_ = flags.MarkHidden("profile") // they are there
	_ = flags.MarkHidden("install-skills")
	root.AddCommand(
		newDevCommand(a),
		newCheckCommand(a),
		newExecCommand(a),
		newRunCommand(a),
		newCompleteCommand(a),
		takeOneConfig(newKVCommand(a)),
		takeOneConfig(newQueuesCommand(a)),
		takeOneConfig(newD1Command(a)),
		takeOneConfig(newDeployCommand(a)),
		newDoctorCommand(a),
		newPagesCommand(a),
		takeOneConfig(newR2Command(a)),
		takeOneConfig(newSecretsStoreCommand(a)),
		newTestCommand(a),
		newTypesCommand(a),
		newVersionCommand(a),
		takeOneConfig(newWorkflowsCommand(a)),
	)
	addAccountCommands(root)
	a.addCompletions(root)
	a.setHelp(root)
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = true // complete does the same
	return root
}
