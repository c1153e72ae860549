package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paddock/bindings/r2"
	"paddock/wrangler/config"
)

func newR2Command(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "r2", Short: "Read and write the local state of R2 buckets", Args: cobra.NoArgs, RunE: help}
	object := &cobra.Command{Use: "object", Short: "Read and write single objects", Args: cobra.NoArgs, RunE: help}
	object.AddCommand(newR2Put(a), newR2Get(a), newR2Delete(a))
	cmd.AddCommand(object, newR2BucketCommand(a))
	return cmd
}

// withBucket runs f on the bucket and key that an argument "bucket/key" names.
func (a *app) withBucket(cmd *cobra.Command, f *stateFlags, arg string, do func(ctx context.Context, b *r2.Bucket, bucket, key string) error) error {
	bucket, key, ok := strings.Cut(arg, "/")
	if !ok || bucket == "" || key == "" {
		return fmt.Errorf("The object path must be in the form of {bucket}/{key} you provided %s", arg) //nolint:staticcheck // wrangler's words
	}
	return a.withState(cmd, f, false, func(p *config.Project, s localState) error {
		bucket, err := bucketName(p, bucket)
		if err != nil {
			return err
		}
		b, err := r2.Open(s, bucket)
		if err != nil {
			return err
		}
		return errors.Join(do(cmd.Context(), b, bucket, key), b.Close())
	})
}

// bucketName takes the name of a binding for that of its bucket, unless a bucket has the name.
func bucketName(p *config.Project, name string) (string, error) {
	bound := ""
	for _, b := range p.R2Buckets() {
		switch {
		case b.BucketName == name:
			return name, nil
		case b.Binding == name:
			bound = cmp.Or(b.BucketName, name)
		}
	}
	if bound == "" && !validBucket.MatchString(name) {
		return "", fmt.Errorf("The bucket name %q is invalid. Bucket names must begin and end with an alphanumeric character, only contain lowercase letters, numbers, and hyphens, and be between 3 and 63 characters long.", name) //nolint:staticcheck // wrangler's words
	}
	return cmp.Or(bound, name), nil
}

// r2Headers are the flags of HTTP metadata, with wrangler's short forms.
type r2Headers struct{ contentType, disposition, encoding, language, cacheControl, expires string }

func (h *r2Headers) metadata() (r2.HTTPMetadata, error) {
	m := r2.HTTPMetadata{
		ContentType: given(h.contentType), ContentDisposition: given(h.disposition), ContentEncoding: given(h.encoding),
		ContentLanguage: given(h.language), CacheControl: given(h.cacheControl),
	}
	if h.expires == "" {
		return m, nil
	}
	at, err := http.ParseTime(h.expires)
	if err != nil {
		if at, err = time.Parse(time.RFC3339, h.expires); err != nil {
			return m, fmt.Errorf("--expires %q: expected a date as %q", h.expires, http.TimeFormat)
		}
	}
	ms := at.UnixMilli()
	m.CacheExpiry = &ms
	return m, nil
}

// given is the value of a flag; nil for one that was left out.
func given(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

var errFileAndPipe = errors.New("Arguments file and pipe are mutually exclusive") //nolint:staticcheck // wrangler's words

// validBucket is how a bucket may be called.
var validBucket = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

func newR2Put(a *app) *cobra.Command {
	f, h := &stateFlags{}, &r2Headers{}
	file, storageClass, pipe := "", "", false
	cmd := &cobra.Command{
		Use:     "put BUCKET/KEY",
		Short:   "Write an object from a file or from standard input",
		Example: "  paddock r2 object put my-bucket/a/key --file ./file --content-type text/plain",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case file == "" && !pipe:
				return errors.New("Either the --file or --pipe options are required.") //nolint:staticcheck // wrangler's words
			case file != "" && pipe:
				return errFileAndPipe
			}
			metadata, err := h.metadata()
			if err != nil {
				return err
			}
			body := a.Stdin
			if file != "" {
				opened, err := a.open(file)
				if errors.Is(err, fs.ErrNotExist) {
					return fmt.Errorf("The file %q does not exist.", file) //nolint:staticcheck // wrangler's words
				}
				if err != nil {
					return err
				}
				defer opened.Close()
				if info, err := opened.Stat(); err == nil && info.IsDir() {
					return fmt.Errorf("%s is a folder", file)
				}
				body = opened
			}
			return a.withBucket(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				if !pipe {
					a.location()
				}
				class := ""
				if storageClass != "" {
					class = " with " + storageClass + " storage class"
				}
				fmt.Fprintf(a.Stdout, "Creating object %q%s in bucket %q.\n", key, class, bucket)
				if _, err := b.Put(ctx, key, body, r2.PutOptions{HTTP: metadata}); err != nil {
					return err
				}
				fmt.Fprintln(a.Stdout, "Upload complete.")
				return nil
			})
		},
	}
	flags := cmd.Flags()
	f.add(flags)
	flags.StringVarP(&file, "file", "f", "", "file to read the object from")
	flags.BoolVarP(&pipe, "pipe", "p", false, "read the object from standard input")
	for _, d := range []struct {
		to                 *string
		name, short, usage string
	}{
		{&h.contentType, "content-type", "ct", "media type of the object"},
		{&h.disposition, "content-disposition", "cd", "how the object is to be shown"},
		{&h.encoding, "content-encoding", "ce", "encodings of the object"},
		{&h.language, "content-language", "cl", "language of the object"},
		{&h.cacheControl, "cache-control", "cc", "how caches treat the object"},
	} {
		flags.StringVar(d.to, d.name, "", d.usage)
		flags.StringVar(d.to, d.short, "", d.usage)
		_ = flags.MarkHidden(d.short)
	}
	flags.StringVar(&h.expires, "expires", "", "date after which caches drop the object")
	flags.StringVarP(&storageClass, "storage-class", "s", "", "storage class of the object; without effect in local state")
	flags.BoolP("force", "y", false, "ask nothing, as here nothing is asked")
	return cmd
}

func newR2Get(a *app) *cobra.Command {
	f := &stateFlags{}
	file, pipe := "", false
	cmd := &cobra.Command{
		Use:   "get BUCKET/KEY",
		Short: "Write an object to a file or to standard output",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if file != "" && pipe {
				return errFileAndPipe
			}
			return a.withBucket(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				if !pipe {
					a.location()
					fmt.Fprintf(a.Stdout, "Downloading %q from %q.\n", key, bucket)
				}
				object, err := b.Get(ctx, key, r2.GetOptions{})
				if err != nil {
					return err
				}
				if object == nil {
					return errors.New("The specified key does not exist.") //nolint:staticcheck // wrangler's words
				}
				defer object.Body.Close()
				if pipe {
					_, err := io.Copy(a.Stdout, object.Body)
					return err
				}
				if file == "" {
					file = path.Base(key)
				}
				if err := a.save(file, object.Body); err != nil {
					return err
				}
				fmt.Fprintln(a.Stdout, "Download complete.")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVarP(&file, "file", "f", "", "file to write the object to (default: the key's last part)")
	cmd.Flags().BoolVarP(&pipe, "pipe", "p", false, "write the object to standard output")
	return cmd
}

// save writes a file that the user named; half a file is not left behind.
func (a *app) save(name string, body io.Reader) error {
	dir, err := a.dir()
	if err != nil {
		return fmt.Errorf("find the working folder: %w", err)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".paddock-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(file, body)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), os.Remove(file.Name()))
	}
	return nil
}

func newR2Delete(a *app) *cobra.Command {
	f := &stateFlags{}
	cmd := &cobra.Command{
		Use:   "delete BUCKET/KEY",
		Short: "Remove an object",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBucket(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				a.location()
				fmt.Fprintf(a.Stdout, "Deleting object %q from bucket %q.\n", key, bucket)
				if err := b.Delete(ctx, key); err != nil {
					return err
				}
				fmt.Fprintln(a.Stdout, "Delete complete.")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}
