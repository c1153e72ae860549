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
	fmt.Fprintf(&b, "%s %s → ", short(r.Container), What(r))
	switch r.Action {
	case proxy.Intercept:
		b.WriteString("handler")
	case proxy.Direct:
		b.WriteString("let out")
	default:
		b.WriteString("refused")
	}
	fmt.Fprintf(&b, " (%s)", r.Rule)
	if r.Status != 0 {
		fmt.Fprintf(&b, " %d", r.Status)
	}
	fmt.Fprintf(&b, " %s in %s", size(r.Out), r.Duration.Round(100*time.Microsecond))
	if r.Err != nil {
		fmt.Fprintf(&b, ": %v", r.Err)
	}
	return b.String()
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
