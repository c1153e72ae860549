package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"paddock/bindings/secrets"
	"paddock/wrangler/config"
)

func newSecretsStoreCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "secrets-store", Short: "Fill the local state of Secrets Stores", Args: positionals(0, 0), RunE: help}
	secret := &cobra.Command{Use: "secret", Short: "Create, list, copy, update and delete secrets", Args: positionals(0, 0), RunE: help}
	secret.AddCommand(newSecretCreate(a), newSecretGet(a), newSecretDuplicate(a), newSecretList(a), newSecretUpdate(a), newSecretDelete(a))
	cmd.AddCommand(secret)
	return cmd
}

// withStore runs f on the store with an id.
func (a *app) withStore(cmd *cobra.Command, f *stateFlags, id string, do func(ctx context.Context, s *secrets.Store) error) error {
	return a.withState(cmd, f, func(_ *config.Project, state localState) error {
		s, err := secrets.Open(state, id)
		if err != nil {
			return err
		}
		return do(cmd.Context(), s)
	})
}

// secretValue gives --value, or what the user types or sends to the standard input.
func (a *app) secretValue(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	if in, ok := a.Stdin.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		fmt.Fprint(a.Stderr, "Enter a secret value: ")
		typed, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(a.Stderr)
		return string(typed), err
	}
	piped, err := io.ReadAll(a.Stdin)
	return strings.TrimRight(string(piped), " \t\r\n"), err
}

// secretRow is a line of the table about a secret.
func secretRow(store, name, id, comment, scopes, status string) []string {
	now := time.Now().Format(localTime)
	return []string{name, id, store, comment, scopes, status, now, now}
}

// secretColumns are the head of that table.
var secretColumns = []string{"Name", "ID", "StoreID", "Comment", "Scopes", "Status", "Created", "Modified"}

// goodSecretName is what the platform allows.
var goodSecretName = regexp.MustCompile(`^\S+$`)

func newSecretCreate(a *app) *cobra.Command {
	f := &stateFlags{quiet: true}
	var name, value, scopes, comment string
	cmd := &cobra.Command{
		Use:     "create STORE-ID",
		Short:   "Create a secret; the value is asked for, or read from the standard input",
		Example: "  paddock secrets-store secret create my-store --name API_KEY --scopes workers",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !goodSecretName.MatchString(name) {
				return errors.New("Secret names cannot contain spaces.") //nolint:staticcheck // as wrangler says it
			}
			value, err := a.secretValue(value)
			if err != nil {
				return err
			}
			if value == "" {
				return errors.New("Need to pass in a value when creating a secret.") //nolint:staticcheck // wrangler's words
			}
			return a.withStore(cmd, f, args[0], func(ctx context.Context, s *secrets.Store) error {
				fmt.Fprintf(a.Stdout, "\n🔐 Creating secret... (Name: %s, Value: REDACTED, Scopes: %s, Comment: %s)\n", name, scopes, comment)
				id, err := s.Create(ctx, name, value)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.Stdout, "✅ Created secret! (ID: %s)\n", id)
				a.printTable([][]string{secretColumns, secretRow(args[0], name, id, comment, scopes, "pending")})
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&name, "name", "", "name of the secret")
	cmd.Flags().StringVar(&value, "value", "", "value of the secret, which then stays in the shell's history")
	cmd.Flags().StringVar(&scopes, "scopes", "", `scopes of the secret, separated by commas, as "workers"`)
	cmd.Flags().StringVar(&comment, "comment", "", "comment for the secret")
	_ = cmd.MarkFlagRequired("name")
	_ = cmd.MarkFlagRequired("scopes")
	return cmd
}

func newSecretList(a *app) *cobra.Command {
	f := &stateFlags{quiet: true}
	cmd := &cobra.Command{
		Use:     "list STORE-ID",
		Example: "  paddock secrets-store secret list my-store",
		Short:   "List the names and ids of a store's secrets",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withStore(cmd, f, args[0], func(_ context.Context, s *secrets.Store) error {
				fmt.Fprintf(a.Stdout, "🔐 Listing secrets... (store-id: %s)\n", args[0])
				all, err := s.List()
				if err != nil {
					return err
				}
				if len(all) == 0 {
					return errors.New("List request returned no secrets.") //nolint:staticcheck // wrangler's words
				}
				rows := [][]string{secretColumns}
				for _, secret := range all {
					rows = append(rows, secretRow(args[0], secret.Name, secret.ID, "", "", "active"))
				}
				a.printTable(rows)
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	accept(cmd, "page", "per-page")
	return cmd
}

// newSecretCommand completes a command about one secret, which --secret-id names: do gets the store and its id.
func newSecretCommand(a *app, cmd *cobra.Command, id *string, do func(ctx context.Context, s *secrets.Store, store string) error) *cobra.Command {
	f := &stateFlags{quiet: true}
	cmd.Args = positionals(1, 1)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.withStore(cmd, f, args[0], func(ctx context.Context, s *secrets.Store) error { return do(ctx, s, args[0]) })
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(id, "secret-id", "", "id of the secret")
	_ = cmd.MarkFlagRequired("secret-id")
	return cmd
}

func newSecretGet(a *app) *cobra.Command {
	var id string
	return newSecretCommand(a, &cobra.Command{
		Use:     "get STORE-ID",
		Example: "  paddock secrets-store secret get my-store --secret-id ID",
		Short:   "Tell the name of a secret",
	}, &id, func(_ context.Context, s *secrets.Store, store string) error {
		fmt.Fprintf(a.Stdout, "🔐 Getting secret... (ID: %s)\n", id)
		name, err := s.Find(id)
		if err != nil {
			return err
		}
		a.printTable([][]string{secretColumns, secretRow(store, name, id, "", "", "active ")})
		return nil
	})
}

func newSecretDuplicate(a *app) *cobra.Command {
	f := &stateFlags{quiet: true}
	var id, name string
	cmd := &cobra.Command{
		Use:     "duplicate STORE-ID",
		Example: "  paddock secrets-store secret duplicate my-store --secret-id ID --name COPY --scopes workers",
		Short:   "Copy a secret under another name",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withStore(cmd, f, args[0], func(ctx context.Context, s *secrets.Store) error {
				fmt.Fprintf(a.Stdout, "🔐 Duplicating secret... (ID: %s)\n", id)
				original, err := s.Find(id)
				if err != nil {
					return err
				}
				value, ok, err := s.Get(original)
				if err != nil || !ok {
					return errors.Join(err, secrets.ErrNotFound)
				}
				copied, err := s.Create(ctx, name, value)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.Stdout, "✅ Duplicated secret! (ID: %s)\n", copied)
				a.printTable([][]string{secretColumns, secretRow(args[0], name, copied, "", "", "active")})
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&id, "secret-id", "", "id of the secret to copy")
	cmd.Flags().StringVar(&name, "name", "", "name of the copy")
	accept(cmd, "scopes", "comment")
	for _, flag := range []string{"secret-id", "name", "scopes"} {
		_ = cmd.MarkFlagRequired(flag) // they are there
	}
	return cmd
}

func newSecretUpdate(a *app) *cobra.Command {
	f := &stateFlags{quiet: true}
	var id, value string
	cmd := &cobra.Command{
		Use:     "update STORE-ID",
		Example: "  paddock secrets-store secret update my-store --secret-id ID < key.txt",
		Short:   "Give a secret another value",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			value, err := a.secretValue(value)
			if err != nil {
				return err
			}
			if value == "" {
				return errors.New("Need to pass in a new field using `--value` to update a secret.") //nolint:staticcheck // as wrangler says it
			}
			return a.withStore(cmd, f, args[0], func(ctx context.Context, s *secrets.Store) error {
				fmt.Fprintf(a.Stdout, "🔐 Updating secret... (ID: %s)\n", id)
				if err := s.Update(ctx, id, value); err != nil {
					return err
				}
				fmt.Fprintf(a.Stdout, "✅ Updated secret! (ID: %s)\n", id)
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&id, "secret-id", "", "id of the secret")
	cmd.Flags().StringVar(&value, "value", "", "new value of the secret")
	accept(cmd, "scopes", "comment")
	_ = cmd.MarkFlagRequired("secret-id")
	return cmd
}

func newSecretDelete(a *app) *cobra.Command {
	var id string
	return newSecretCommand(a, &cobra.Command{
		Use:     "delete STORE-ID",
		Example: "  paddock secrets-store secret delete my-store --secret-id ID",
		Short:   "Remove a secret",
	}, &id, func(_ context.Context, s *secrets.Store, _ string) error {
		fmt.Fprintf(a.Stdout, "🔐 Deleting secret... (ID: %s)\n", id)
		if err := s.Delete(id); err != nil {
			return err
		}
		fmt.Fprintf(a.Stdout, "✅ Deleted secret! (ID: %s)\n", id)
		return nil
	})
}
