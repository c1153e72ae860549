package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paddock/wrangler/ci"
	"paddock/wrangler/dev"
)

// testFlags are the flags of test beside those of dev.
type testFlags struct {
	devFlags
	junit string
}

func newTestCommand(a *app) *cobra.Command {
	f := &testFlags{}
	cmd := &cobra.Command{
		Use:   "test [FILTER]",
		Short: "Call the Workers' test handlers, as workerd test does",
		Long: "test calls the handler test(controller, env, ctx) of every entrypoint that has one, one after the\n" +
			"other, and fails if one of them throws. FILTER is part of a name: WORKER, or WORKER:ENTRYPOINT.",
		Example: "  paddock test\n  paddock test my-worker:counts",
		Args:    positionals(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.test(cmd.Context(), f, strings.Join(args, ""))
		},
	}
	cmd.Flags().StringVar(&f.junit, "junit", "", "write a report in JUnit's form to this file")
	f.addShared(cmd)
	return cmd
}

func (a *app) test(ctx context.Context, f *testFlags, filter string) (err error) {
	began := time.Now()
	t := &terminal{out: a.Stdout, err: a.Stderr, color: a.Color, dir: a.printer().Dir, quiet: true}
	s, err := a.session(ctx, &f.devFlags, t, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), f.save(), f.ended(t)) }()
	cases, err := a.callTests(ctx, s, filter)
	if err != nil {
		return err
	}
	if err := f.report(began, cases); err != nil {
		return err
	}
	failed := 0
	for _, c := range cases {
		if c.Failure != "" {
			failed++
		}
	}
	fmt.Fprintf(a.Stdout, "%d passed, %d failed\n", len(cases)-failed, failed)
	if failed > 0 || len(cases) == 0 {
		return exitCode(1)
	}
	return nil
}

// callTests calls the handlers whose names contain filter.
func (a *app) callTests(ctx context.Context, s *dev.Session, filter string) ([]ci.Case, error) {
	var cases []ci.Case
	for _, p := range s.Projects() {
		entrypoints, err := s.Fleet().Tests(p.Name)
		if err != nil {
			return nil, err
		}
		for _, entrypoint := range entrypoints {
			name := p.Name
			if entrypoint != "default" {
				name += ":" + entrypoint
			}
			if !strings.Contains(name, filter) {
				continue
			}
			c := ci.Case{Name: name}
			began := time.Now()
			word := "PASS"
			if err := s.Fleet().Test(ctx, p.Name, entrypoint); err != nil {
				word, c.Failure = "FAIL", err.Error() // the console has told of it
			}
			c.Duration = time.Since(began)
			fmt.Fprintf(a.Stdout, "[ %s ] %s (%s)\n", word, name, c.Duration.Round(time.Millisecond))
			cases = append(cases, c)
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
	}
	return cases, nil
}

// report writes the JUnit file, if one was asked for.
func (f *testFlags) report(began time.Time, cases []ci.Case) (err error) {
	if f.junit == "" {
		return nil
	}
	file, err := os.Create(f.junit)
	if err != nil {
		return fmt.Errorf("--junit: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return ci.WriteJUnit(file, "paddock test", began, cases)
}
