package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"

	"github.com/spf13/pflag"

	"paddock/wrangler/message"
	"paddock/wrangler/replay"
)

// tapeFlags say what stands between a session and the internet.
type tapeFlags struct {
	recordTo, replayFrom string
	live                 []string
	secrets              bool
	tape                 *replay.Tape // nil: nothing does
}

func (f *tapeFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.recordTo, "record", "", "keep what the internet answers in this file, an HTTP archive")
	flags.StringVar(&f.replayFrom, "replay", "", "answer from this file instead of the internet; what it lacks fails, with a list")
	flags.StringArrayVar(&f.live, "live", nil, "host, as db.test or localhost:8080, that --record and --replay leave alone")
	flags.BoolVar(&f.secrets, "record-secrets", false, "keep secrets of headers and queries in the recording")
}

// open opens the tape, if one was asked for.
func (f *tapeFlags) open(a *app, t *terminal) (err error) {
	opts := replay.Options{
		Live: f.live, KeepSecrets: f.secrets, Version: version,
		Warn: func(text string) { t.Message(message.Message{Kind: message.Warning, Text: text}) },
	}
	switch {
	case f.recordTo != "" && f.replayFrom != "":
		return errors.New("--record and --replay exclude each other")
	case f.recordTo != "":
		if f.tape, err = replay.Record(a.path(f.recordTo), opts); err != nil {
			return fmt.Errorf("--record: %w", err)
		}
	case f.replayFrom != "":
		if f.tape, err = replay.Open(a.path(f.replayFrom), opts); errors.Is(err, fs.ErrNotExist) {
			return message.Errors{{Kind: message.Error, Text: "There is no recording " + f.replayFrom + ".", Hint: "make it with --record " + f.replayFrom}}
		} else if err != nil {
			return fmt.Errorf("--replay: %w", err)
		}
	}
	return nil
}

// dial is how the Worker's own connect() leaves; nil: as ever.
func (f *tapeFlags) dial() func(ctx context.Context, address string) (net.Conn, error) {
	if f.tape == nil {
		return nil
	}
	return func(ctx context.Context, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if err := f.tape.Connection(host, port); err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
}

// missed lists what a replay lacked; "" for nothing.
func (f *tapeFlags) missed() string {
	if f.tape == nil {
		return ""
	}
	list := f.tape.Missed()
	if len(list) == 0 {
		return ""
	}
	return "The recording " + f.replayFrom + " has no answer to:\n  " + strings.Join(list, "\n  ")
}

// missedMessage tells of what a replay lacked.
func missedMessage(text string) message.Message {
	return message.Message{
		Kind: message.Error, Text: text,
		Hint: "record again with --record, or ask a host in any case with --live HOST",
	}
}

// close writes the recording.
func (f *tapeFlags) close() error {
	if f.tape == nil {
		return nil
	}
	return f.tape.Close()
}

// ended closes the tape and tells what it lacked: then the error is exit code 1.
func (f *tapeFlags) ended(t *terminal) error {
	if err := f.close(); err != nil {
		return err
	}
	if text := f.missed(); text != "" {
		t.Message(missedMessage(text))
		return exitCode(1)
	}
	return nil
}
