package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/kv"
	"paddock/wrangler/config"
)

func newKVCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "kv", Short: "Read and write the local state of KV namespaces", Args: cobra.NoArgs, RunE: help}
	key := &cobra.Command{Use: "key", Short: "Read and write single keys", Args: cobra.NoArgs, RunE: help}
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

// optionsError is the error of options that are missing or do not go together: the command's help
// comes before it, as in wrangler.
type optionsError string

func (e optionsError) Error() string { return string(e) }

// exactlyOne refuses two arguments of which one, and only one, is to be given, by an optionsError.
func exactlyOne(a string, hasA bool, b string, hasB bool) error {
	switch {
	case hasA && hasB:
		return optionsError(fmt.Sprintf("Conflicting options: %s and %s cannot be used together. Please provide only one.", a, b))
	case !hasA && !hasB:
		return optionsError(fmt.Sprintf("Missing required option: exactly one of %s and %s must be provided", a, b))
	}
	return nil
}

func (f *kvFlags) add(flags *pflag.FlagSet) {
	f.stateFlags.add(flags)
	flags.StringVar(&f.binding, "binding", "", "name of the namespace's binding")
	flags.StringVar(&f.namespace, "namespace-id", "", "id of the namespace")
	flags.BoolVar(&f.preview, "preview", false, "use the namespace's preview_id")
}

// target is an open namespace with the words for it in messages.
type target struct {
	*kv.Namespace
	name string
}

// withNamespace runs f on the namespace that the flags name.
func (a *app) withNamespace(cmd *cobra.Command, f *kvFlags, do func(ctx context.Context, n target) error) error {
	if err := exactlyOne("--binding", f.binding != "", "--namespace-id", f.namespace != ""); err != nil {
		return err
	}
	return a.withState(cmd, &f.stateFlags, f.binding != "", func(p *config.Project, s localState) error {
		id, name := f.namespace, fmt.Sprintf("namespace id: %q", f.namespace)
		if f.binding != "" {
			var err error
			if id, err = namespaceID(p, f.binding, f.preview, f.reads || cmd.Flags().Changed("preview")); err != nil {
				return err
			}
			name = fmt.Sprintf("namespace binding: %q (id: %q)", f.binding, id)
		}
		n, err := kv.Open(s, id)
		if err != nil {
			return err
		}
		return errors.Join(do(cmd.Context(), target{n, name}), n.Close())
	})
}

// namespaceID finds the id of a binding in the configuration.
func namespaceID(p *config.Project, binding string, preview, given bool) (string, error) {
	for _, n := range p.KVNamespaces() {
		if n.Binding != binding {
			continue
		}
		switch {
		case n.ID != "" && n.PreviewID != "" && !given:
			return "", fmt.Errorf(`%s has both a namespace ID and a preview ID. Specify "--preview" or "--preview=false" to avoid writing data to the wrong namespace.`, binding)
		case preview && n.PreviewID == "":
			return "", fmt.Errorf("No preview ID found for %s. Add one to your configuration file to use a separate namespace for previewing your worker.", binding) //nolint:staticcheck // wrangler's words
		case preview:
			return n.PreviewID, nil
		case n.ID != "":
			return n.ID, nil
		case n.PreviewID != "":
			return n.PreviewID, nil
		}
		return n.Binding, nil
	}
	return "", unknownNamespace(binding)
}

// unknownNamespace is the error for a binding that the configuration has not.
func unknownNamespace(binding string) error {
	return fmt.Errorf("No KV namespace with binding %q was found in the \"kv_namespaces\" section of your wrangler config. Check the binding name is correct, or use `--namespace-id` instead.", binding) //nolint:staticcheck // wrangler's words
}

func newKVPut(a *app) *cobra.Command {
	f := &kvFlags{}
	var path, metadata string
	var ttl, expiration int64
	cmd := &cobra.Command{
		Use:     "put KEY [VALUE]",
		Short:   "Write a value, or the contents of a file",
		Example: "  paddock kv key put --binding KV some-key hello\n  paddock kv key put --binding KV some-key --path ./file --ttl 3600",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := exactlyOne("<value>", len(args) == 2, "--path", path != ""); err != nil {
				return err
			}
			opts := kv.PutOptions{}
			if cmd.Flags().Changed("ttl") {
				opts.ExpirationTTL = &ttl
			}
			if cmd.Flags().Changed("expiration") {
				opts.Expiration = &expiration
			}
			if metadata != "" {
				var compact bytes.Buffer
				if err := json.Compact(&compact, []byte(metadata)); err != nil {
					return fmt.Errorf("--metadata is not JSON: %w", err)
				}
				opts.Metadata = compact.String()
			}
			value, what, err := a.kvValue(args, path)
			if err != nil {
				return err
			}
			defer value.Close()
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				a.location()
				if opts.Metadata != "" {
					what += fmt.Sprintf(" on %s with metadata \"%s\".", n.name, opts.Metadata)
				} else {
					what += fmt.Sprintf(" on %s.", n.name)
				}
				fmt.Fprintln(a.Stdout, what)
				return n.Put(ctx, args[0], value, opts)
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&path, "path", "", "file to read the value from")
	cmd.Flags().StringVar(&metadata, "metadata", "", "any JSON, kept beside the value")
	cmd.Flags().Int64Var(&ttl, "ttl", 0, "seconds for which the value is visible")
	cmd.Flags().Int64Var(&expiration, "expiration", 0, "when the value ends, in seconds since the epoch")
	return cmd
}

// kvValue opens what is to be written, and says it in wrangler's words.
func (a *app) kvValue(args []string, path string) (io.ReadCloser, string, error) {
	if path == "" {
		return io.NopCloser(strings.NewReader(args[1])), fmt.Sprintf("Writing the value %q to key %q", args[1], args[0]), nil
	}
	file, err := a.open(path)
	return file, fmt.Sprintf("Writing the contents of %s to the key %q", path, args[0]), err
}

// open opens a file that the user named, relative to the folder to work in.
func (a *app) open(path string) (*os.File, error) { return os.Open(a.path(path)) }

func newKVGet(a *app) *cobra.Command {
	f := &kvFlags{reads: true}
	text := false
	cmd := &cobra.Command{
		Use:   "get KEY",
		Short: "Print a value",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
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
		Use:   "list",
		Short: "Print the keys as JSON",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			type line struct {
				Name       string          `json:"name"`
				Expiration int64           `json:"expiration,omitempty"`
				Metadata   json.RawMessage `json:"metadata,omitempty"`
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
		Use:   "delete KEY",
		Short: "Remove a value",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				a.location()
				fmt.Fprintf(a.Stdout, "Deleting the key %q on %s.\n", args[0], n.name)
				return n.Delete(ctx, args[0])
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}
