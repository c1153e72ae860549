package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"paddock/proxy"
	"paddock/wrangler/inspect"
)

// egressFlags say what is told of the requests that leave containers.
type egressFlags struct {
	trace bool
	har   string
	keep  bool // log them, though no file was asked for
	log   inspect.Log
}

func (f *egressFlags) add(flags *pflag.FlagSet) {
	flags.BoolVar(&f.trace, "trace", false, "print a line for each request that leaves a container: the rule, the answer, the time")
	flags.StringVar(&f.har, "har", "", "write what left the containers to this file, as an HTTP archive (HAR 1.2)")
}

// record gives what is told of every request and flow, nil if nobody asks; t prints the lines.
func (f *egressFlags) record(t *terminal) func(proxy.Record) {
	if !f.trace && !f.keep && f.har == "" {
		return nil
	}
	return func(r proxy.Record) {
		if f.keep || f.har != "" {
			f.log.Add(r)
		}
		if f.trace {
			t.write(t.err, t.paint("2", "⇢ "+inspect.Text(r)))
		}
	}
}

// save writes the archive, if one was asked for.
func (f *egressFlags) save() (err error) {
	if f.har == "" {
		return nil
	}
	file, err := os.Create(f.har)
	if err != nil {
		return fmt.Errorf("--har: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return f.log.WriteHAR(file, version)
}
