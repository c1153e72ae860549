package ci

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Case is one thing that a run has proved or not.
type Case struct {
	Name     string
	Duration time.Duration
	Failure  string // what went wrong, its first line in short; "" for nothing
}

// The shapes of JUnit's reports, as build servers read them.
type (
	suites struct {
		XMLName xml.Name `xml:"testsuites"`
		Suite   suite    `xml:"testsuite"`
	}
	suite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Time     string     `xml:"time,attr"` // seconds
		Started  string     `xml:"timestamp,attr"`
		Cases    []testCase `xml:"testcase"`
	}
	testCase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    string   `xml:"time,attr"`
		Failure *failure `xml:"failure,omitempty"`
	}
	failure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the report of a run that began at start.
func WriteJUnit(w io.Writer, name string, start time.Time, cases []Case) error {
	s := suite{Name: name, Tests: len(cases), Started: start.UTC().Format("2006-01-02T15:04:05")}
	var total time.Duration
	for _, c := range cases {
		total += c.Duration
		t := testCase{Class: name, Name: c.Name, Time: seconds(c.Duration)}
		if c.Failure != "" {
			s.Failures++
			first, _, _ := strings.Cut(c.Failure, "\n")
			t.Failure = &failure{Message: first, Text: c.Failure}
		}
		s.Cases = append(s.Cases, t)
	}
	s.Time = seconds(total)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(suites{Suite: s}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
