package inspect

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"paddock/proxy"
)

// Line tells of a record on one line: who, what, what became of it and by which rule, how much
// and how long.
func Line(r proxy.Record) string {
	var b strings.Builder
	b.WriteString(short(r.Container))
	if r.Program != "" {
		b.WriteString(" " + r.Program)
	}
	fmt.Fprintf(&b, ": %s → %s (%s)", What(r), outcome(r), r.Rule)
	if r.Status != 0 {
		fmt.Fprintf(&b, " %d", r.Status)
	}
	if r.Proto != proxy.DNS {
		if r.In > 0 {
			fmt.Fprintf(&b, " %s sent,", size(r.In))
		}
		fmt.Fprintf(&b, " %s in %s", size(r.Out), r.Duration.Round(100*time.Microsecond))
	}
	if r.Err != nil {
		fmt.Fprintf(&b, ": %v", r.Err)
	}
	return b.String()
}

// outcome tells what became of a request or flow.
func outcome(r proxy.Record) string {
	switch {
	case r.Action == proxy.Direct:
		return "let out"
	case r.Action == proxy.Block:
		return "refused"
	case r.Handler != "":
		return r.Handler
	}
	return "handler"
}

// Text is Line, and for what no handler took why rules did not match: a line below for each reason.
func Text(r proxy.Record) string {
	text := Line(r)
	if r.Action == proxy.Intercept {
		return text
	}
	var reasons []string
	rules := map[string][]string{}
	for _, p := range r.Passed {
		if rules[p.Why] == nil {
			reasons = append(reasons, p.Why)
		}
		rules[p.Why] = append(rules[p.Why], p.Rule)
	}
	for _, why := range reasons {
		text += fmt.Sprintf("\n    not %s: %s", strings.Join(rules[why], ", "), why)
	}
	return text
}

// short gives a container's name, "Class/object", with the beginning of the object's id.
func short(container string) string {
	class, object, ok := strings.Cut(container, "/")
	if !ok || len(object) <= 8 {
		return container
	}
	return class + "/" + object[:8]
}

// What names the request, or the flow where there was none.
func What(r proxy.Record) string {
	if r.Method != "" {
		return r.Method + " " + r.URL
	}
	host := r.Host
	if r.Proto == proxy.DNS {
		return "lookup of " + host
	}
	if host == "" {
		host = r.Dst.Addr().String()
	}
	proto := "tcp"
	if r.Proto != proxy.Raw {
		proto = r.Proto.String()
	}
	return proto + " " + net.JoinHostPort(host, strconv.Itoa(int(r.Dst.Port())))
}

func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1000_000)
}
