package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/kv"
	"paddock/wrangler/config"
)

func newKVCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "kv", Short: "Read and write the local state of KV namespaces", Args: positionals(0, 0), RunE: help}
	key := &cobra.Command{Use: "key", Short: "Read and write single keys", Args: positionals(0, 0), RunE: help}
	key.AddCommand(newKVPut(a), newKVGet(a), newKVList(a), newKVDelete(a))
	cmd.AddCommand(key, newKVBulkCommand(a), newKVNamespaceCommand(a))
	return cmd
}

// help is what a command does that only has commands below it.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// kvFlags say which namespace a command is about.
type kvFlags struct {
	stateFlags
	binding, namespace string
	preview            bool
	reads              bool // the command changes nothing: without --preview it means the namespace of id
}

// exactlyOne refuses two arguments of which one, and only one, is to be given, by a usageError.
func exactlyOne(a string, hasA bool, b string, hasB bool) error {
	switch {
	case hasA && hasB:
		return usageError(fmt.Sprintf("Conflicting options: %s and %s cannot be used together. Please provide only one.", a, b))
	case !hasA && !hasB:
		return usageError(fmt.Sprintf("Missing required option: exactly one of %s and %s must be provided", a, b))
	}
	return nil
}

func (f *kvFlags) add(flags *pflag.FlagSet) {
	f.stateFlags.add(flags)
	flags.StringVar(&f.binding, "binding", "", "name of the namespace's binding")
	flags.StringVar(&f.namespace, "namespace-id", "", "id of the namespace")
	flags.BoolVar(&f.preview, "preview", false, "use the namespace's preview_id")
	requireValue(flags, "binding", "namespace-id")
}

// target is an open namespace with the words for it in messages.
type target struct {
	*kv.Namespace
	name string
}

// exactlyOneNamespace refuses flags that name no namespace, or two.
func (f *kvFlags) exactlyOneNamespace() error {
	return exactlyOne("--binding", f.binding != "", "--namespace-id", f.namespace != "")
}

// withNamespace runs f on the namespace that the flags name. What writes says first where.
func (a *app) withNamespace(cmd *cobra.Command, f *kvFlags, do func(ctx context.Context, n target) error) error {
	f.quiet = f.reads
	return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
		id, name, err := f.resolve(p, f.reads || cmd.Flags().Changed("preview"))
		if err != nil {
			return err
		}
		n, err := kv.Open(s, id)
		if err != nil {
			return err
		}
		return errors.Join(do(cmd.Context(), target{n, name}), n.Close())
	})
}

// resolve gives the id of the namespace that the flags name, and what it is called in messages. given
// tells whether --preview was, or does not matter.
//
//nolint:staticcheck // the errors are wrangler's words
func (f *kvFlags) resolve(p *config.Project, given bool) (id, name string, err error) {
	if f.namespace != "" {
		return f.namespace, fmt.Sprintf("namespace id: %q", f.namespace), nil
	}
	all := p.KVNamespaces()
	if len(all) == 0 {
		return "", "", errors.New("No KV namespaces are configured in your wrangler config file. Use `--namespace-id` to specify the namespace directly, or add a \"kv_namespaces\" entry to your config.")
	}
	binding := cmp.Or(f.binding, "undefined") // wrangler looks for it even if it was not given
	i := slices.IndexFunc(all, func(n config.KVNamespace) bool { return n.Binding == binding })
	if i < 0 {
		return "", "", fmt.Errorf("No KV namespace with binding %q was found in the \"kv_namespaces\" section of your wrangler config. Check the binding name is correct, or use `--namespace-id` instead.", binding)
	}
	if id, err = namespaceID(all[i], f.preview, given); err != nil {
		return "", "", err
	}
	return id, fmt.Sprintf("namespace binding: %q (id: %q)", binding, id), nil
}

// namespaceID gives the id that a namespace of the configuration has, or its preview.
//
//nolint:staticcheck // the errors are wrangler's words
func namespaceID(n config.KVNamespace, preview, given bool) (string, error) {
	switch {
	case n.ID != "" && n.PreviewID != "" && !given:
		return "", fmt.Errorf("The binding %q has both an \"id\" and a \"preview_id\" configured. Pass `--preview` to target the preview namespace, or `--preview false` to target the production namespace.", n.Binding)
	case preview && n.PreviewID == "":
		return "", fmt.Errorf("No preview namespace ID is configured for binding %q. Add a \"preview_id\" to the %[1]q entry in your config's \"kv_namespaces\" section, or use `--namespace-id` to specify a preview namespace directly.", n.Binding)
	case preview:
		return n.PreviewID, nil
	}
	return cmp.Or(n.ID, n.PreviewID, n.Binding), nil
}

func newKVPut(a *app) *cobra.Command {
	f, v := &kvFlags{}, &kvValue{}
	cmd := &cobra.Command{
		Use:     "put KEY [VALUE]",
		Short:   "Write a value, or the contents of a file",
		Example: "  paddock kv key put --binding KV some-key hello\n  paddock kv key put --binding KV some-key --path ./file --ttl 3600",
		Args:    positionals(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				v.text = args[1]
			}
			metadata, err := v.validate(f)
			if err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				value, what, err := a.kvValue(args[0], v)
				if err != nil {
					return err
				}
				defer value.Close()
				what += " on " + n.name
				if metadata != "" {
					what += fmt.Sprintf(" with metadata \"%s\"", metadata)
				}
				fmt.Fprintln(a.Stdout, what+".")
				opts := kv.PutOptions{Metadata: metadata}
				if opts.ExpirationTTL, err = v.ttl.int32(); err != nil {
					return err
				}
				if opts.Expiration, err = v.expiration.int32(); err != nil {
					return err
				}
				return n.Put(ctx, args[0], value, opts)
			})
		},
	}
	f.add(cmd.Flags())
	v.add(cmd.Flags())
	cmd.Flags().StringVar(&v.path, "path", "", "file to read the value from")
	requireValue(cmd.Flags(), "path")
	return cmd
}

// kvValue is what is to be written, and how long it is visible.
type kvValue struct {
	text, path, metadata string
	ttl, expiration      number
}

func (v *kvValue) add(flags *pflag.FlagSet) {
	flags.StringVar(&v.metadata, "metadata", "", "a JSON object, kept beside the value")
	flags.Var(&v.ttl, "ttl", "seconds for which the value is visible")
	flags.Var(&v.expiration, "expiration", "when the value ends, in seconds since the epoch")
}

// validate refuses flags that are missing or do not go together, and gives the metadata.
func (v *kvValue) validate(f *kvFlags) (metadata string, err error) {
	if metadata, err = v.compactMetadata(); err != nil {
		return "", err
	}
	if err := f.exactlyOneNamespace(); err != nil {
		return "", err
	}
	return metadata, exactlyOne("<value>", v.text != "", "--path", v.path != "")
}

// compactMetadata gives the metadata without blanks; "" if there is none.
func (v *kvValue) compactMetadata() (string, error) {
	if v.metadata == "" {
		return "", nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(v.metadata)); err != nil {
		return "", usageError("--metadata must be valid JSON. Received: " + v.metadata)
	}
	if compact.Bytes()[0] != '{' {
		return "", usageError("--metadata must be a JSON object. Received: " + v.metadata)
	}
	return compact.String(), nil
}

// kvValue opens what is to be written, and says it in wrangler's words.
func (a *app) kvValue(key string, v *kvValue) (io.ReadCloser, string, error) {
	if v.path == "" {
		return io.NopCloser(strings.NewReader(v.text)), fmt.Sprintf("Writing the value \"%s\" to key \"%s\"", v.text, key), nil
	}
	file, err := a.open(v.path)
	return file, fmt.Sprintf("Writing the contents of %s to the key \"%s\"", v.path, key), err
}

func newKVGet(a *app) *cobra.Command {
	f := &kvFlags{reads: true}
	text := false
	cmd := &cobra.Command{
		Use:     "get KEY",
		Example: "  paddock kv key get --binding KV some-key --text",
		Short:   "Print a value",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.exactlyOneNamespace(); err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				entry, err := n.Get(ctx, args[0])
				if err != nil {
					return err
				}
				if entry == nil {
					fmt.Fprintln(a.Stdout, "Value not found") // and no error, as wrangler has it
					return nil
				}
				defer entry.Body.Close()
				if _, err := io.Copy(a.Stdout, entry.Body); err != nil {
					return fmt.Errorf("print value: %w", err)
				}
				if text {
					fmt.Fprintln(a.Stdout)
				}
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolVar(&text, "text", false, "decode the value as text, and end the line")
	return cmd
}

func newKVList(a *app) *cobra.Command {
	f := &kvFlags{reads: true}
	prefix := ""
	cmd := &cobra.Command{
		Use:     "list",
		Example: "  paddock kv key list --binding KV --prefix users/",
		Short:   "Print the keys as JSON",
		Args:    positionals(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			type line struct {
				Name       string          `json:"name"`
				Expiration int64           `json:"expiration,omitempty"`
				Metadata   json.RawMessage `json:"metadata,omitempty"`
			}
			if err := f.exactlyOneNamespace(); err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				lines := []line{}
				for cursor := ""; ; {
					keys, next, err := n.List(ctx, prefix, cursor, kv.MaxList)
					if err != nil {
						return err
					}
					for _, k := range keys {
						lines = append(lines, line{k.Name, k.Expires, json.RawMessage(k.Metadata)})
					}
					if cursor = next; cursor == "" {
						return a.printJSON(lines)
					}
				}
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&prefix, "prefix", "", "only keys that begin with this")
	requireValue(cmd.Flags(), "prefix")
	return cmd
}

// printJSON prints a value as wrangler does: indented by two.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func newKVDelete(a *app) *cobra.Command {
	f := &kvFlags{}
	cmd := &cobra.Command{
		Use:     "delete KEY",
		Example: "  paddock kv key delete --binding KV some-key",
		Short:   "Remove a value",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				fmt.Fprintf(a.Stdout, "Deleting the key \"%s\" on %s.\n", args[0], n.name)
				return n.Delete(ctx, args[0])
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}
