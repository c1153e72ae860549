package main

import (
	"strings"

	"github.com/spf13/cobra"

	"paddock/wrangler/message"
)

// account are wrangler's commands that talk to a Cloudflare account, which Paddock never does, and what
// to use instead here. A command of several words stands below one that Paddock has.
var account = []struct{ command, instead string }{
	{"login", "Paddock needs no account"},
	{"logout", "Paddock needs no account"},
	{"whoami", "Paddock needs no account"},
	{"auth", "Paddock needs no account"},
	{"init", "`npm create cloudflare` makes a project, which Paddock runs as it is"},
	{"setup", "`npm create cloudflare` makes a project, which Paddock runs as it is"},
	{"delete", ""},
	{"rollback", ""},
	{"deployments", ""},
	{"versions", "`paddock deploy --dry-run` bundles the Worker, `paddock check` looks for what would not work"},
	{"triggers", "`paddock dev --test-scheduled` lets scheduled handlers be called by hand"},
	{"tail", "`paddock dev` prints what the Worker logs"},
	{"secret", "secrets of local runs stand in .dev.vars or .env beside the configuration"},
	{"pages deploy", devPages},
	{"pages publish", devPages},
	{"pages project", devPages},
	{"pages deployment", devPages},
	{"pages download", devPages},
	{"pages secret", "secrets of local runs stand in .dev.vars or .env beside the configuration"},
	{"pages functions", "`paddock pages dev` builds the functions by itself"},
	{"browser", ""},
	{"containers", "`paddock dev` builds the containers' images and runs them"},
	{"email", "`paddock dev` takes messages at /cdn-cgi/handler/email"},
	{"preview", "`paddock dev` serves the Worker on this machine"},
	{"tunnel", "run cloudflared beside `paddock dev`"},
	{"dispatch-namespace", ""},
	{"hyperdrive", "a local database is named by `localConnectionString` of the binding"},
	{"vectorize", ""},
	{"ai", ""},
	{"ai-search", ""},
	{"pipelines", ""},
	{"cert", ""},
	{"mtls-certificate", ""},
	{"vpc", ""},
	{"telemetry", "Paddock sends none"},
	{"docs", "see https://developers.cloudflare.com/workers/"},
	{"kv namespace create", localKV},
	{"kv namespace delete", noState},
	{"kv namespace rename", "the id stands in `kv_namespaces` of the configuration"},
	{"r2 bucket create", localR2},
	{"r2 bucket delete", noState},
	{"r2 bucket update", ""},
	{"r2 bucket catalog", ""},
	{"r2 bucket cors", ""},
	{"r2 bucket dev-url", ""},
	{"r2 bucket domain", ""},
	{"r2 bucket lifecycle", ""},
	{"r2 bucket lock", ""},
	{"r2 bucket notification", ""},
	{"r2 bucket sippy", ""},
	{"r2 sql", ""},
	{"d1 create", localD1},
	{"d1 delete", noState},
	{"d1 insights", "`meta` of a query tells how many rows it read"},
	{"d1 time-travel", "`paddock d1 export` writes a copy"},
	{"queues create", localQueue},
	{"queues delete", localQueue},
	{"queues update", localQueue},
	{"queues info", "`paddock queues list` tells who sends to a queue and who consumes it"},
	{"queues consumer", "a consumer stands in `queues.consumers` of the configuration"},
	{"queues pause-delivery", ""},
	{"queues resume-delivery", ""},
	{"queues purge", "the messages of a session end with it"},
	{"queues subscription", ""},
}

// Why nothing need be made or removed.
const (
	localKV    = "a namespace is there as soon as `kv_namespaces` of the configuration names it"
	localR2    = "a bucket is there as soon as `r2_buckets` of the configuration names it"
	localD1    = "a database is there as soon as `d1_databases` of the configuration names it"
	localQueue = "a queue is there as soon as `queues` of the configuration names it"
	devPages   = "`paddock pages dev` runs the project on this machine"
	noState    = "local state lies in .wrangler/state/v3, and may be removed"
)

// addAccountCommands makes wrangler's commands for accounts say what they are, where they were
// unknown. They stand in no help and take whatever wrangler's take.
func addAccountCommands(root *cobra.Command) {
	for _, c := range account {
		words := strings.Fields(c.command)
		parent, rest, err := root.Find(words[:len(words)-1])
		if err != nil || len(rest) > 0 {
			continue // Paddock lacks what it would stand below
		}
		parent.AddCommand(&cobra.Command{
			Use: words[len(words)-1], Hidden: true, DisableFlagParsing: true,
			RunE: func(*cobra.Command, []string) error { return needsAccount(c.command, c.instead) },
		})
	}
}

// needsAccount is the error of a command that talks to an account.
func needsAccount(command, instead string) error {
	return message.Errors{{
		Kind: message.Error, Hint: instead,
		Text: "`wrangler " + command + "` talks to a Cloudflare account, which Paddock never does.",
	}}
}
