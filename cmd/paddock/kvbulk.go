package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"paddock/bindings/kv"
	"paddock/wrangler/message"
)

func newKVBulkCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "bulk", Short: "Read and write many keys by a JSON file", Args: cobra.NoArgs, RunE: help}
	cmd.AddCommand(newKVBulkPut(a), newKVBulkGet(a), newKVBulkDelete(a))
	return cmd
}

// bulkEntry is an element of the file that "kv bulk put" reads.
type bulkEntry struct {
	Key           string          `json:"key"`
	Value         *string         `json:"value"`
	Expiration    *int64          `json:"expiration"`
	ExpirationTTL *int64          `json:"expiration_ttl"`
	Metadata      json.RawMessage `json:"metadata"`
	Base64        bool            `json:"base64"`
}

// entryForm is what an element has to be, in wrangler's words.
const entryForm = `Each item in the array should be an object that matches:

interface KeyValue {
  key: string;
  value: string;
  expiration?: number;
  expiration_ttl?: number;
  metadata?: object;
  base64?: boolean;
}
`

// value gives the bytes to store.
func (e bulkEntry) value() (io.Reader, error) {
	if !e.Base64 {
		return strings.NewReader(*e.Value), nil
	}
	data, err := base64.StdEncoding.DecodeString(*e.Value)
	return bytes.NewReader(data), err
}

// bulkEntries reads a file of entries. All of it is looked at before anything is written.
func (a *app) bulkEntries(path string) (entries []bulkEntry, values []io.Reader, err error) {
	items, err := a.readArray(path, "key-value objects")
	if err != nil {
		return nil, nil, err
	}
	entries, values = make([]bulkEntry, len(items)), make([]io.Reader, len(items))
	var wrong []string
	for i, item := range items {
		if json.Unmarshal(item, &entries[i]) != nil || entries[i].Value == nil {
			wrong = append(wrong, fmt.Sprintf("The item at index %d is %s", i, item))
			continue
		}
		if values[i], err = entries[i].value(); err != nil {
			return nil, nil, fmt.Errorf("%s: entry %d: %w", path, i, err)
		}
	}
	return entries, values, unexpected(path, entryForm, wrong)
}

// maxWrong is how many elements of a file are told of.
const maxWrong = 12

// unexpected is the error for a file with elements that are not what they should be; nil if there are none.
func unexpected(path, form string, wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	if len(wrong) > maxWrong {
		wrong = append(wrong[:maxWrong], "...")
	}
	return fmt.Errorf("Unexpected JSON input from %q.\n%s\n%s", path, form, strings.Join(wrong, "\n")) //nolint:staticcheck // wrangler's words
}

func newKVBulkPut(a *app) *cobra.Command {
	f := &kvFlags{}
	cmd := &cobra.Command{
		Use:   "put FILE",
		Short: `Write the values of a file: [{"key", "value", "base64"?, "expiration"?, "expiration_ttl"?, "metadata"?}]`,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.binding == "" && f.namespace == "" {
				a.location()
				return unknownNamespace("undefined") // wrangler does not look for the options here
			}
			entries, values, err := a.bulkEntries(args[0])
			if err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				a.location()
				for i, e := range entries {
					opts := kv.PutOptions{Expiration: e.Expiration, ExpirationTTL: e.ExpirationTTL}
					if m := string(e.Metadata); m != "null" {
						opts.Metadata = m
					}
					if err := n.Put(ctx, e.Key, values[i], opts); err != nil {
						return fmt.Errorf("put %q: %w", e.Key, err)
					}
				}
				fmt.Fprintln(a.Stdout, "Success!")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// readArray reads a file of JSON that the user named, an array of what is called.
func (a *app) readArray(path, what string) (items []json.RawMessage, err error) {
	file, err := a.open(path)
	if err != nil {
		return nil, fmt.Errorf("Could not read file: %s\n%w", path, err) //nolint:staticcheck // wrangler's words
	}
	defer file.Close()
	var content any
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	array, ok := content.([]any)
	if !ok {
		return nil, fmt.Errorf("Unexpected JSON input from %q.\nExpected an array of %s but got type %q.", path, what, typeOf(content)) //nolint:staticcheck // wrangler's words
	}
	for _, element := range array {
		raw, err := json.Marshal(element)
		if err != nil {
			return nil, err
		}
		items = append(items, raw)
	}
	return items, nil
}

// typeOf is JavaScript's word for the type of a value of JSON.
func typeOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number, float64:
		return "number"
	}
	return "object"
}

// keyNames reads an array of names, or of objects with a name.
func (a *app) keyNames(path string) ([]string, error) {
	items, err := a.readArray(path, "strings")
	if err != nil {
		return nil, err
	}
	var wrong []string
	names := make([]string, len(items))
	for i, item := range items {
		var named struct {
			Name *string `json:"name"`
		}
		if json.Unmarshal(item, &names[i]) == nil {
			continue
		}
		if json.Unmarshal(item, &named) != nil || named.Name == nil {
			var v any
			_ = json.Unmarshal(item, &v) // it has been read
			wrong = append(wrong, fmt.Sprintf("The item at index %d is type: %q - %s", i, typeOf(v), item))
			continue
		}
		names[i] = *named.Name
	}
	return names, unexpected(path, `Expected an array of strings or objects with a "name" key.`, wrong)
}

// openBeta is wrangler's warning of "kv bulk get".
const openBeta = "🚧 `wrangler kv bulk get` is an open beta command. Please report any issues to https://github.com/cloudflare/workers-sdk/issues/new/choose"

func newKVBulkGet(a *app) *cobra.Command {
	f := &kvFlags{reads: true}
	cmd := &cobra.Command{
		Use:   "get FILE",
		Short: "Print the values of the keys that a file lists",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := a.keyNames(args[0])
			if err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				a.printMessages([]message.Message{{Kind: message.Warning, Text: openBeta}})
				all := bulkValues{}
				for _, name := range names {
					value, err := textOf(ctx, n, name)
					if err != nil {
						return fmt.Errorf("get %q: %w", name, err)
					}
					all = append(all, bulkValue{name, value})
				}
				return a.printJSON(all)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// bulkValues are what "kv bulk get" prints, in the order asked for.
type bulkValues []bulkValue

type bulkValue struct {
	name  string
	value *string // nil for a key that is missing
}

// MarshalJSON makes an object of the names; a name that is there twice is printed once.
func (all bulkValues) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	seen := map[string]bool{}
	for _, v := range all {
		if seen[v.name] {
			continue
		}
		seen[v.name] = true
		name, _ := json.Marshal(v.name) // strings always marshal
		value, _ := json.Marshal(v.value)
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `%s:{"value":%s}`, name, value)
	}
	return []byte("{" + b.String() + "}"), nil
}

// textOf reads a value; nil when it is missing.
func textOf(ctx context.Context, n target, name string) (*string, error) {
	entry, err := n.Get(ctx, name)
	if entry == nil || err != nil {
		return nil, err
	}
	data, err := io.ReadAll(entry.Body)
	text := string(data)
	return &text, errors.Join(err, entry.Body.Close())
}

func newKVBulkDelete(a *app) *cobra.Command {
	f := &kvFlags{}
	force := false
	cmd := &cobra.Command{
		Use:   "delete FILE",
		Short: "Remove the keys that a file lists",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := a.keyNames(args[0])
			if err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				a.location()
				if !force && !a.confirm(fmt.Sprintf("Are you sure you want to delete all the keys read from %q from %s?", args[0], n.name)) {
					fmt.Fprintln(a.Stdout, "Not deleting keys.")
					return nil
				}
				for _, name := range names {
					if err := n.Delete(ctx, name); err != nil {
						return fmt.Errorf("delete %q: %w", name, err)
					}
				}
				fmt.Fprintln(a.Stdout, "Success!")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolVarP(&force, "force", "f", false, "do not ask first")
	return cmd
}
