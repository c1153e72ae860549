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
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/r2"
	"paddock/wrangler/config"
)

func newR2Command(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "r2", Short: "Read and write the local state of R2 buckets", Args: positionals(0, 0), RunE: help}
	object := &cobra.Command{Use: "object", Short: "Read and write single objects", Args: positionals(0, 0), RunE: help}
	object.AddCommand(newR2Put(a), newR2Get(a), newR2Delete(a))
	cmd.AddCommand(object, newR2BucketCommand(a))
	return cmd
}

// r2Flags are the flags of all commands on objects.
type r2Flags struct {
	stateFlags
	file, jurisdiction string
	pipe               bool
}

func (f *r2Flags) add(flags *pflag.FlagSet) {
	f.stateFlags.add(flags)
	flags.StringVarP(&f.jurisdiction, "jurisdiction", "J", "", "jurisdiction of the bucket; without effect in local state")
}

// named gives the name of a bucket as messages have it.
func (f *r2Flags) named(bucket string) string {
	if f.jurisdiction == "" {
		return bucket
	}
	return bucket + " (" + f.jurisdiction + ")"
}

// withObject runs f on the bucket and key that an argument "bucket/key" names.
func (a *app) withObject(cmd *cobra.Command, f *r2Flags, arg string, do func(ctx context.Context, b *r2.Bucket, bucket, key string) error) error {
	f.quiet = f.pipe
	return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
		bucket, key, ok := strings.Cut(arg, "/")
		if !ok || bucket == "" {
			return fmt.Errorf("The object path must be in the form of {bucket}/{key} you provided %s", arg) //nolint:staticcheck // wrangler's words
		}
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

// add adds the flags.
func (h *r2Headers) add(flags *pflag.FlagSet) {
	names := map[string]string{} // by short forms
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
		names[d.short] = d.name
	}
	flags.StringVar(&h.expires, "expires", "", "date after which caches drop the object")
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(cmp.Or(names[name], name))
	})
}

func (h *r2Headers) metadata() (r2.HTTPMetadata, error) {
	m := r2.HTTPMetadata{
		ContentType: given(h.contentType), ContentDisposition: given(h.disposition), ContentEncoding: given(h.encoding),
		ContentLanguage: given(h.language), CacheControl: given(h.cacheControl),
	}
	if h.expires == "" {
		return m, nil
	}
	for _, layout := range []string{http.TimeFormat, time.RFC850, time.ANSIC, time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, h.expires); err == nil {
			ms := at.UnixMilli()
			m.CacheExpiry = &ms
			return m, nil
		}
	}
	ms, err := strconv.ParseInt(h.expires, 10, 64) // which is all that wrangler takes
	if err != nil {
		return m, errors.New("Incorrect type for the 'cacheExpiry' field on 'HttpMetadata': the provided value is not of type 'date'.") //nolint:staticcheck // the platform's words
	}
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

// errFileAndPipe refuses two flags together.
const errFileAndPipe = usageError("Arguments file and pipe are mutually exclusive")

// validBucket is how a bucket may be called.
var validBucket = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

func newR2Put(a *app) *cobra.Command {
	f, h, class := &r2Flags{}, &r2Headers{}, ""
	cmd := &cobra.Command{
		Use:     "put BUCKET/KEY",
		Short:   "Write an object from a file or from standard input",
		Example: "  paddock r2 object put my-bucket/a/key --file ./file --content-type text/plain",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.file != "" && f.pipe {
				return errFileAndPipe
			}
			if f.file == "" && !f.pipe {
				a.location()
				return usageError("Either the --file or --pipe options are required.")
			}
			return a.withObject(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				body, err := a.objectBody(f)
				if err != nil {
					return err
				}
				defer body.Close()
				with := ""
				if class != "" {
					with = " with " + class + " storage class"
				}
				fmt.Fprintf(a.Stdout, "Creating object \"%s\"%s in bucket \"%s\".\n", key, with, f.named(bucket))
				metadata, err := h.metadata()
				if err != nil {
					return err
				}
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
	h.add(flags)
	flags.StringVarP(&f.file, "file", "f", "", "file to read the object from")
	requireValue(flags, "file")
	flags.BoolVarP(&f.pipe, "pipe", "p", false, "read the object from standard input")
	flags.StringVarP(&class, "storage-class", "s", "", "storage class of the object; without effect in local state")
	flags.BoolP("force", "y", false, "ask nothing, as here nothing is asked")
	return cmd
}

// objectBody opens what is to be written.
func (a *app) objectBody(f *r2Flags) (io.ReadCloser, error) {
	if f.pipe {
		return io.NopCloser(a.Stdin), nil
	}
	if _, err := os.Stat(a.path(f.file)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("The file \"%s\" does not exist.", f.file) //nolint:staticcheck // wrangler's words
	}
	return a.open(f.file)
}

func newR2Get(a *app) *cobra.Command {
	f := &r2Flags{}
	cmd := &cobra.Command{
		Use:     "get BUCKET/KEY",
		Example: "  paddock r2 object get my-bucket/a/key --file ./file",
		Short:   "Write an object to a file or to standard output",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.file != "" && f.pipe {
				return errFileAndPipe
			}
			return a.withObject(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				if !f.pipe {
					fmt.Fprintf(a.Stdout, "Downloading \"%s\" from \"%s\".\n", key, f.named(bucket))
				}
				object, err := b.Get(ctx, key, r2.GetOptions{})
				if err != nil {
					return err
				}
				if object == nil {
					return errors.New("The specified key does not exist.") //nolint:staticcheck // wrangler's words
				}
				defer object.Body.Close()
				if f.pipe {
					_, err := io.Copy(a.Stdout, object.Body)
					return err
				}
				if err := a.save(fileOf(f.file, key), object.Body); err != nil {
					return err
				}
				fmt.Fprintln(a.Stdout, "Download complete.")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVarP(&f.file, "file", "f", "", "file to write the object to (default: the key)")
	cmd.Flags().BoolVarP(&f.pipe, "pipe", "p", false, "write the object to standard output")
	return cmd
}

// fileOf is the file for an object: the one that was named, or its key, if that stays in the working folder.
func fileOf(named, key string) string {
	switch {
	case named != "":
		return named
	case filepath.IsLocal(filepath.FromSlash(key)):
		return filepath.FromSlash(key)
	}
	return path.Base(key)
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
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a folder", name)
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
	f := &r2Flags{}
	cmd := &cobra.Command{
		Use:     "delete BUCKET/KEY",
		Example: "  paddock r2 object delete my-bucket/a/key",
		Short:   "Remove an object",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withObject(cmd, f, args[0], func(ctx context.Context, b *r2.Bucket, bucket, key string) error {
				fmt.Fprintf(a.Stdout, "Deleting object \"%s\" from bucket \"%s\".\n", key, f.named(bucket))
				if err := b.Delete(ctx, key); err != nil {
					return err
				}
				fmt.Fprintln(a.Stdout, "Delete complete.")
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolP("force", "y", false, "ask nothing, as here nothing is asked")
	return cmd
}
