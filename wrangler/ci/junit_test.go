package ci_test

import (
	"bytes"
	"testing"
	"time"

	"paddock/wrangler/ci"
)

func TestWriteJUnit(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := ci.WriteJUnit(&b, "paddock run", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), []ci.Case{
		{Name: "npm test", Duration: 1500 * time.Millisecond},
		{Name: "egress", Failure: "2 requests were taken by no handler:\n<a> & \"b\""},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="paddock run" tests="2" failures="1" errors="0" time="1.500" timestamp="2026-01-02T03:04:05">
    <testcase classname="paddock run" name="npm test" time="1.500"></testcase>
    <testcase classname="paddock run" name="egress" time="0.000">
      <failure message="2 requests were taken by no handler:">2 requests were taken by no handler:&#xA;&lt;a&gt; &amp; &#34;b&#34;</failure>
    </testcase>
  </testsuite>
</testsuites>
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
