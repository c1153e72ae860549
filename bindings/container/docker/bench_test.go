package docker

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container"
	"paddock/proxy"
)

type handler func(*http.Request) (*http.Response, error)

func (h handler) RoundTrip(r *http.Request) (*http.Response, error) { return h(r) }

// BenchmarkEgress measures requests that a container makes one after the other, and a long answer,
// over each link.
func BenchmarkEgress(b *testing.B) {
	const long = 64 << 20
	for _, link := range []string{LinkNFT, LinkSocket, LinkPort, LinkStdio} {
		for _, c := range []struct {
			name string
			size int64
		}{{"requests", 2}, {"stream", long}} {
			b.Run(link+"/"+c.name, func(b *testing.B) {
				i := instanceOf(b, newEngine(b, link), "sleep", container.Spec{})
				rules := proxy.NewRules()
				var asked []time.Time // one after the other
				err := rules.InterceptHTTP("203.0.113.7", handler(func(*http.Request) (*http.Response, error) {
					asked = append(asked, time.Now())
					body := io.NopCloser(io.LimitReader(endless{}, c.size))
					return &http.Response{StatusCode: http.StatusOK, ContentLength: c.size, Body: body}, nil
				}))
				if err != nil {
					b.Fatal(err)
				}
				ctx, cancel := context.WithCancel(b.Context())
				served := make(chan error, 1)
				go func() { served <- proxy.NewGateway(proxy.Options{}).Serve(ctx, i.Egress(), rules) }()
				defer func() {
					cancel()
					<-served
				}()
				b.SetBytes(c.size)
				b.ResetTimer()
				p, err := i.Exec(ctx, container.Command{
					Argv: []string{"/client", "http://203.0.113.7/", strconv.Itoa(b.N)}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "load"},
					Stdout: true, Combined: true,
				})
				if err != nil {
					b.Fatal(err)
				}
				said, _ := io.ReadAll(p.Stdout())
				if exit, err := p.Wait(ctx); err != nil || exit.Code != 0 {
					b.Fatalf("it ended with %+v, %v, and said %s", exit, err, strings.TrimSpace(string(said)))
				}
				b.ReportMetric(median(asked), "p50-ns")
			})
		}
	}
}

// median gives the middle one of the times between moments, in nanoseconds; 0 if there are none.
func median(moments []time.Time) float64 {
	var between []time.Duration
	for i := 1; i < len(moments); i++ {
		between = append(between, moments[i].Sub(moments[i-1]))
	}
	if len(between) == 0 {
		return 0
	}
	slices.Sort(between)
	return float64(between[len(between)/2])
}

// BenchmarkStart measures a container from its start to its removal.
func BenchmarkStart(b *testing.B) {
	e := newEngine(b, LinkAuto)
	for b.Loop() {
		i := instanceOf(b, e, "sleep", container.Spec{})
		if err := i.Destroy(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
