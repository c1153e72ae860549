package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paddock/bindings/kv"
	"paddock/wrangler/message"
)

func newKVBulkCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "bulk", Short: "Read and write many keys by a JSON file", Args: positionals(0, 0), RunE: help}
	cmd.AddCommand(newKVBulkPut(a), newKVBulkGet(a), newKVBulkDelete(a))
	return cmd
}

// bulkEntry is an element of the file that "kv bulk put" reads.
type bulkEntry struct {
	Key           *string         `json:"key"`
	Value         *string         `json:"value"`
	Expiration    *float64        `json:"expiration"`
	ExpirationTTL *float64        `json:"expiration_ttl"`
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

// readEntry reads an element; ok is false for one that is not of that form.
func readEntry(item json.RawMessage) (e bulkEntry, ok bool) {
	err := json.Unmarshal(item, &e)
	object := len(e.Metadata) == 0 || strings.ContainsRune("{[n", rune(e.Metadata[0])) // null is one, too
	return e, err == nil && e.Key != nil && e.Value != nil && object
}

// options gives what the element says beside its value.
func (e bulkEntry) options() (opts kv.PutOptions, err error) {
	if m := string(e.Metadata); m != "null" {
		opts.Metadata = m
	}
	if opts.Expiration, err = (&number{e.Expiration}).int32(); err != nil {
		return opts, err
	}
	opts.ExpirationTTL, err = (&number{e.ExpirationTTL}).int32()
	return opts, err
}

// value gives the bytes to store. Of base64 Node reads as much as there is.
func (e bulkEntry) value() io.Reader {
	if !e.Base64 {
		return strings.NewReader(*e.Value)
	}
	return bytes.NewReader(looseBase64(*e.Value))
}

// looseBase64 decodes either alphabet, passes over what is in neither, and ends at the padding.
func looseBase64(text string) []byte {
	text, _, _ = strings.Cut(text, "=")
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '+', r == '/':
			return r
		}
		return -1
	}, text)
	if len(plain)%4 == 1 {
		plain = plain[:len(plain)-1] // six bits are no byte
	}
	data, _ := base64.RawStdEncoding.DecodeString(plain) // nothing else is left in it
	return data
}

// bulkEntries reads a file of entries. All of it is looked at before anything is written.
func (a *app) bulkEntries(path string) ([]bulkEntry, error) {
	items, content, err := a.readArray(path)
	if err != nil {
		return nil, err
	}
	if items == nil {
		return nil, fmt.Errorf("Unexpected JSON input from \"%s\".\nExpected an array of key-value objects but got type %q.", path, typeOf(content)) //nolint:staticcheck // wrangler's words
	}
	entries := make([]bulkEntry, len(items))
	var wrong, odd []string
	for i, item := range items {
		var ok bool
		if entries[i], ok = readEntry(item); !ok {
			wrong = append(wrong, fmt.Sprintf("The item at index %d is %s", i, item))
			continue
		}
		if names := unexpectedProperties(item); len(names) > 0 {
			odd = append(odd, fmt.Sprintf("The item at index %d contains unexpected properties: %s.", i, jsonOf(names)))
		}
	}
	if len(odd) > 0 {
		text := fmt.Sprintf("Unexpected key-value properties in \"%s\".\n%s", path, strings.Join(atMost(maxWrong, odd), "\n"))
		a.printMessages([]message.Message{textMessage(message.Warning, text)})
	}
	return entries, unexpected(path, entryForm, atMost(maxWrong, wrong))
}

// unexpectedProperties names what an element should not have, in the order in which it has that.
func unexpectedProperties(item json.RawMessage) (names []string) {
	decoder := json.NewDecoder(bytes.NewReader(item))
	_, _ = decoder.Token() // the brace: it has been read as an object
	for decoder.More() {
		name, _ := decoder.Token()
		var value json.RawMessage
		_ = decoder.Decode(&value)
		text, _ := name.(string)
		if !slices.Contains([]string{"key", "value", "expiration", "expiration_ttl", "metadata", "base64"}, text) {
			names = append(names, text)
		}
	}
	return names
}

// maxWrong is how many elements of a file are told of.
const maxWrong = 12

// atMost shortens a list that is longer than n.
func atMost(n int, all []string) []string {
	if len(all) <= n {
		return all
	}
	return append(all[:n], "...")
}

// unexpected is the error for a file with elements that are not what they should be; nil if there are none.
func unexpected(path, form string, wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("Unexpected JSON input from \"%s\".\n%s\n%s", path, form, strings.Join(wrong, "\n")) //nolint:staticcheck // wrangler's words
}

func newKVBulkPut(a *app) *cobra.Command {
	f, ignored := &kvFlags{}, &kvValue{}
	cmd := &cobra.Command{
		Use:     "put FILE",
		Example: "  paddock kv bulk put --binding KV ./entries.json",
		Short:   `Write the values of a file: [{"key", "value", "base64"?, "expiration"?, "expiration_ttl"?, "metadata"?}]`,
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := ignored.compactMetadata(); err != nil {
				return err
			}
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				entries, err := a.bulkEntries(args[0])
				if err != nil {
					return err
				}
				for _, e := range entries {
					opts, err := e.options()
					if err != nil {
						return err
					}
					if err := n.Put(ctx, *e.Key, e.value(), opts); err != nil {
						return err
					}
				}
				fmt.Fprintln(a.Stdout, "Success!")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	ignored.add(cmd.Flags()) // wrangler has them here too, without effect
	for _, name := range []string{"ttl", "expiration", "metadata"} {
		_ = cmd.Flags().MarkHidden(name) // they are there
	}
	return cmd
}

// readArray reads a file of JSON that the user named; items is nil for content that is no array.
func (a *app) readArray(name string) (items []json.RawMessage, content any, err error) {
	file, err := a.open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, unreadable(name, a.path(name), err)
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, nil, invalidJSON(a.path(name), text, err)
	}
	if _, ok := content.([]any); !ok {
		return nil, content, nil
	}
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, nil, err
	}
	for i, item := range items {
		var compact bytes.Buffer
		if err := json.Compact(&compact, item); err != nil {
			return nil, nil, err
		}
		items[i] = compact.Bytes()
	}
	return items, content, nil
}

// invalidJSON is the error of a file that is not JSON, with the place in it.
func invalidJSON(path string, text []byte, err error) error {
	m := message.Message{Kind: message.Error, Text: "Invalid JSON: " + err.Error() + "."}
	if at := (*json.SyntaxError)(nil); errors.As(err, &at) {
		before := text[:max(0, min(int(at.Offset)-1, len(text)))]
		start := bytes.LastIndexByte(before, '\n') + 1
		line, _, _ := bytes.Cut(text[start:], []byte("\n"))
		m.Place = &message.Place{File: path, Line: bytes.Count(before, []byte("\n")) + 1, Column: len(before) - start + 1, LineText: string(line)}
	}
	return message.Errors{m}
}

// typeOf is JavaScript's word for the type of a value of JSON.
func typeOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		return "number"
	}
	return "object"
}

// textOfJSON is what JavaScript makes of a value of JSON, but an array, as part of a text.
func textOfJSON(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return "[object Object]"
	}
	return jsonOf(v)
}

// jsonOf writes a value of JSON.
func jsonOf(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // it came out of JSON
	return strings.TrimSuffix(b.String(), "\n")
}

// keyNames reads an array of names, or of objects with a name.
func (a *app) keyNames(path string) ([]string, error) {
	items, content, err := a.readArray(path)
	if err != nil {
		return nil, err
	}
	if items == nil {
		return nil, fmt.Errorf("Unexpected JSON input from \"%s\".\nExpected an array of strings but got:\n%s", path, textOfJSON(content)) //nolint:staticcheck // wrangler's words
	}
	var wrong []string
	names := make([]string, len(items))
	for i, item := range items {
		var named struct {
			Name *string `json:"name"`
		}
		if item[0] == '"' && json.Unmarshal(item, &names[i]) == nil {
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
		Use:     "get FILE",
		Example: "  paddock kv bulk get --binding KV ./keys.json",
		Short:   "Print the values of the keys that a file lists",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.printMessages([]message.Message{{Kind: message.Warning, Text: openBeta}})
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				names, err := a.keyNames(args[0])
				if err != nil {
					return err
				}
				all := bulkValues{}
				for _, name := range names {
					value, err := textOf(ctx, n, name)
					if err != nil {
						return err
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
		Use:     "delete FILE",
		Example: "  paddock kv bulk delete --binding KV ./keys.json",
		Short:   "Remove the keys that a file lists",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withNamespace(cmd, f, func(ctx context.Context, n target) error {
				if !force && !a.confirm(fmt.Sprintf("Are you sure you want to delete all the keys read from \"%s\" from kv-%s?", args[0], n.name)) {
					fmt.Fprintf(a.Stdout, "Not deleting keys read from \"%s\".\n", args[0])
					return nil
				}
				names, err := a.keyNames(args[0])
				if err != nil {
					return err
				}
				for _, name := range names {
					if err := n.Delete(ctx, name); err != nil {
						return err
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
