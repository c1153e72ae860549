package capnweb

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// line is one end of a transport in memory.
type line struct {
	in, out chan []byte
	closed  *sync.Once
	gone    chan struct{}
}

func lines() (a, b *line) {
	x, y := make(chan []byte, 1000), make(chan []byte, 1000)
	once, gone := new(sync.Once), make(chan struct{})
	return &line{x, y, once, gone}, &line{y, x, once, gone}
}

func (l *line) Send(m []byte) error {
	select {
	case l.out <- m:
		return nil
	case <-l.gone:
		return io.ErrClosedPipe
	}
}

func (l *line) Receive() ([]byte, error) {
	select {
	case m := <-l.in:
		return m, nil
	default:
	}
	select {
	case m := <-l.in:
		return m, nil
	case <-l.gone:
		return nil, io.EOF
	}
}

func (l *line) Close(error) { l.closed.Do(func() { close(l.gone) }) }

// pair makes two sessions that serve each other until the test ends. The first one's peer has main.
func pair(t *testing.T, main, other *Object) (client, server *Session) {
	t.Helper()
	a, b := lines()
	both := make(chan *Session, 2)
	var done sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { cancel(); done.Wait() })
	begin := func(l *line, o *Object) *Session {
		done.Go(func() { _ = Serve(ctx, l, o, Options{}, func(s *Session) { both <- s }) })
		return <-both
	}
	server = begin(b, main)
	return begin(a, other), server
}

// peer speaks messages as text with a session.
type peer struct {
	t     *testing.T
	l     *line
	ended chan struct{} // closed when the session has ended with err
	err   error
}

func serve(t *testing.T, main *Object) *peer {
	t.Helper()
	a, b := lines()
	p := &peer{t: t, l: a, ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		p.err = Serve(context.Background(), b, main, Options{}, nil)
	}()
	t.Cleanup(func() { a.Close(nil); <-p.ended })
	return p
}

func (p *peer) says(messages ...string) {
	for _, m := range messages {
		if err := p.l.Send([]byte(m)); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *peer) hears(messages ...string) {
	p.t.Helper()
	for _, want := range messages {
		select {
		case got := <-p.l.in:
			if string(got) != want {
				p.t.Fatalf("heard %s, want %s", got, want)
			}
		case <-time.After(10 * time.Second):
			p.t.Fatalf("heard nothing, want %s", want)
		}
	}
}

func echo() *Object {
	return &Object{Members: map[string]any{
		"echo":  Method(func(_ context.Context, args Args) (any, error) { return args.At(0), nil }),
		"list":  Method(func(context.Context, Args) (any, error) { return []any{1.0, 2.0, 3.0}, nil }),
		"twice": Method(func(_ context.Context, args Args) (any, error) { return args.At(0).(float64) * 2, nil }),
		"fail":  Method(func(context.Context, Args) (any, error) { return nil, errors.New("no luck") }),
		"crash": Method(func(context.Context, Args) (any, error) { panic("at the disco") }),
		"coded": Method(func(context.Context, Args) (any, error) {
			return nil, &Error{Name: "Error", Message: "File not found", Props: map[string]any{"code": "FILE_NOT_FOUND", "details": map[string]any{"path": "/x"}}}
		}),
		"inner": &Object{Members: map[string]any{
			"name": "anna",
			"self": Method(func(context.Context, Args) (any, error) { return &Object{Members: map[string]any{"deep": "yes"}}, nil }),
		}},
		"call": Method(func(ctx context.Context, args Args) (any, error) {
			return args.At(0).(*Stub).Call(ctx, "", args.At(1))
		}),
	}}
}

func TestSession_Messages(t *testing.T) {
	t.Parallel()
	t.Run("a call is pushed, pulled, resolved and released", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["echo"],[{"a":[[1,"two",null]],"u":["undefined"]}]]]`, `["pull",1]`)
		p.hears(`["resolve",1,{"a":[[1,"two",null]],"u":["undefined"]}]`)
		p.says(`["release",1,1]`, `["push",["pipeline",0,["inner","name"]]]`, `["pull",2]`)
		p.hears(`["resolve",2,"anna"]`)
	})
	t.Run("results are used before they are known", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["inner","self"],[]]]`, `["push",["pipeline",1,["deep"]]]`, `["pull",2]`)
		p.hears(`["resolve",2,"yes"]`)
		p.says(`["push",["pipeline",0,["echo"],[["pipeline",1,["deep"]]]]]`, `["pull",3]`)
		p.hears(`["resolve",3,"yes"]`)
	})
	t.Run("errors keep their properties", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["coded"],[]]]`, `["pull",1]`)
		p.hears(`["reject",1,["error","Error","File not found",null,{"code":"FILE_NOT_FOUND","details":{"path":"/x"}}]]`)
		p.says(`["push",["pipeline",0,["fail"],[]]]`, `["pull",2]`)
		p.hears(`["reject",2,["error","Error","no luck"]]`)
		p.says(`["push",["pipeline",0,["inner","nothing"],[]]]`, `["pull",3]`)
		p.hears(`["reject",3,["error","TypeError","'inner.nothing' is not a function."]]`)
		p.says(`["push",["pipeline",0,["a","b"]]]`, `["pull",4]`)
		p.hears(`["reject",4,["error","TypeError","Cannot read properties of undefined (reading 'b')"]]`)
		p.says(`["push",["pipeline",0,["crash"],[]]]`, `["pull",5]`)
		p.hears(`["reject",5,["error","Error","at the disco"]]`)
	})
	t.Run("names of Object.prototype are nobody's", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["echo"],[{"__proto__":{"x":1},"toJSON":1,"ok":2}]]]`, `["pull",1]`)
		p.hears(`["resolve",1,{"ok":2}]`)
		p.says(`["push",["pipeline",0,["constructor"]]]`, `["pull",2]`)
		p.hears(`["resolve",2,["undefined"]]`)
	})
	t.Run("calls whose order matters begin in the order in which they came", func(t *testing.T) {
		t.Parallel()
		var order []any
		p := serve(t, &Object{Members: map[string]any{"next": Prompt(func(_ context.Context, args Args) func() (any, error) {
			order = append(order, args.At(0)) // without a lock: one at a time
			if args.At(0) == "panic" {
				panic("in order")
			}
			return func() (any, error) { return args.At(0), nil }
		})}})
		for i := range 100 {
			p.says(fmt.Sprintf(`["push",["pipeline",0,["next"],[%d]]]`, i))
		}
		p.says(`["push",["pipeline",0,["next"],["panic"]]]`, `["pull",101]`)
		p.hears(`["reject",101,["error","Error","in order"]]`)
		for i := range 100 {
			if order[i] != float64(i) {
				t.Fatalf("got %v", order)
			}
		}
	})
	t.Run("functions of the peer are called and given back", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["call"],[["export",-1],"x"]]]`, `["pull",1]`)
		p.hears(`["push",["pipeline",-1,[],["x"]]]`, `["pull",1]`)
		p.says(`["resolve",1,"X"]`)
		p.hears(`["release",1,1]`, `["release",-1,1]`, `["resolve",1,"X"]`)
	})
	t.Run("a mapper runs over each element", func(t *testing.T) {
		t.Parallel()
		p := serve(t, echo())
		p.says(`["push",["pipeline",0,["list"],[]]]`,
			`["push",["remap",1,[],[["import",0]],[["pipeline",-1,["twice"],[["pipeline",0]]],[[["pipeline",0],["pipeline",1]]]]]]`, `["pull",2]`)
		p.hears(`["resolve",2,[[[[1,2]],[[2,4]],[[3,6]]]]]`)
	})
	for name, m := range map[string]string{
		"no array":               `{"a":1}`,
		"an unknown word":        `["shout",1]`,
		"an unknown value":       `["push",["what",1]]`,
		"an unknown export":      `["pull",7]`,
		"too many releases":      `["release",0,2]`,
		"a stream used twice":    `["push",["readable",0]]`,
		"nesting without bounds": `["push",` + strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500) + "]",
	} {
		t.Run("the session ends with a reason at "+name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, echo())
			p.says(m)
			select {
			case got := <-p.l.in:
				if !strings.HasPrefix(string(got), `["abort",["error","`) {
					t.Errorf("heard %s", got)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("the session said nothing")
			}
			if <-p.ended; p.err == nil {
				t.Error("it ended without an error")
			}
		})
	}
}

func TestSession_Values(t *testing.T) {
	t.Parallel()
	client, _ := pair(t, echo(), &Object{})
	for name, v := range map[string]any{
		"null": nil, "undefined": Undefined{}, "a boolean": true, "a number": 1.5, "a string": "a\u2028\x00\"\\\n😀",
		"infinity": math.Inf(1), "minus infinity": math.Inf(-1),
		"bytes": []byte{0, 1, 254, 255}, "no bytes": []byte{}, "a date": time.UnixMilli(1749342170815).UTC(), "no date": time.Time{},
		"a bigint": new(big.Int).Lsh(big.NewInt(1), 100),
		"an array": []any{[]any{}, "x", []any{[]any{1.0}}}, "an object": map[string]any{"a": map[string]any{}},
		"an error": &Error{Name: "RangeError", Message: "m", Props: map[string]any{"cause": "c", "list": []any{1.0}}},
	} {
		t.Run(name+" comes back as it went", func(t *testing.T) {
			got, err := client.Main().Call(t.Context(), "echo", v)
			if err != nil || !reflect.DeepEqual(got, v) {
				t.Errorf("got %#v, %v; want %#v", got, err, v)
			}
		})
	}
	t.Run("not a number comes back as it went", func(t *testing.T) {
		got, err := client.Main().Call(t.Context(), "echo", math.NaN())
		if n, ok := got.(float64); err != nil || !ok || !math.IsNaN(n) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("structs go over as encoding/json names them", func(t *testing.T) {
		type embedded struct {
			Inner string `json:"inner"`
		}
		code := 3
		got, err := client.Main().Call(t.Context(), "echo", struct {
			embedded
			Success bool              `json:"success"`
			Exit    *int              `json:"exitCode,omitempty"`
			None    *int              `json:"none,omitempty"`
			Files   []string          `json:"files"`
			Env     map[string]string `json:"env"`
			Created time.Time         `json:"createdAt"`
			hidden  int
		}{embedded{"i"}, true, &code, nil, []string{"a"}, map[string]string{"K": "v"}, time.UnixMilli(5), 1})
		want := map[string]any{"inner": "i", "success": true, "exitCode": 3.0, "files": []any{"a"}, "env": map[string]any{"K": "v"}, "createdAt": time.UnixMilli(5).UTC()}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %#v, %v; want %#v", got, err, want)
		}
	})
	t.Run("results of Go are looked into by their names", func(t *testing.T) {
		type file struct {
			Lines []int `json:"lines"`
		}
		p := serve(t, &Object{Members: map[string]any{"file": Method(func(context.Context, Args) (any, error) { return &file{[]int{7, 8}}, nil })}})
		p.says(`["push",["pipeline",0,["file"],[]]]`, `["push",["pipeline",1,["lines",1]]]`, `["pull",2]`)
		p.hears(`["resolve",2,8]`)
	})
	t.Run("what nests too deep is refused", func(t *testing.T) {
		var v any = 1.0
		for range maxDepth + 1 {
			v = []any{v}
		}
		_, err := client.Main().Call(t.Context(), "echo", v)
		if err == nil || !strings.HasPrefix(err.Error(), "Serialization exceeded maximum allowed depth.") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("nothing stays in the tables", func(t *testing.T) {
		if imports, exports := client.Stats(); imports != 1 || exports != 1 {
			t.Errorf("%d imports, %d exports", imports, exports)
		}
	})
}

func TestSession_Streams(t *testing.T) {
	t.Parallel()
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<18) // 4 MiB
	main := &Object{Members: map[string]any{
		"read": Method(func(context.Context, Args) (any, error) {
			return map[string]any{"content": &Stream{io.NopCloser(bytes.NewReader(data))}}, nil
		}),
		"broken": Method(func(context.Context, Args) (any, error) {
			r, w := io.Pipe()
			go func() { _, _ = w.Write([]byte("so far")); w.CloseWithError(errors.New("disk gone")) }()
			return &Stream{r}, nil
		}),
		"size": Method(func(_ context.Context, args Args) (any, error) {
			in := args.At(0).(*Incoming)
			n, err := io.Copy(io.Discard, in)
			return float64(n), errors.Join(err, in.Close())
		}),
		"refuse": Method(func(_ context.Context, args Args) (any, error) {
			return "refused", args.At(0).(*Incoming).Close()
		}),
	}}
	client, server := pair(t, main, &Object{})
	t.Run("a stream in a result arrives whole", func(t *testing.T) {
		v, err := client.Main().Call(t.Context(), "read")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(v.(map[string]any)["content"].(*Incoming))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
	t.Run("a stream in an argument arrives whole", func(t *testing.T) {
		v, err := client.Main().Call(t.Context(), "size", &Stream{io.NopCloser(bytes.NewReader(data))})
		if err != nil || v != float64(len(data)) {
			t.Errorf("%v, %v", v, err)
		}
	})
	t.Run("the reason of a broken stream arrives", func(t *testing.T) {
		v, err := client.Main().Call(t.Context(), "broken")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(v.(*Incoming))
		if err == nil || err.Error() != "disk gone" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a stream that nobody wants is closed", func(t *testing.T) {
		r, w := io.Pipe()
		closed := make(chan struct{})
		v, err := client.Main().Call(t.Context(), "refuse", &Stream{closer{r, closed}})
		if err != nil || v != "refused" {
			t.Fatal(v, err)
		}
		_, _ = w.Write([]byte("x"))
		<-closed
	})
	t.Run("small chunks wait for the peer, and go together", func(t *testing.T) {
		reads := make(chan string, 3)
		p := serve(t, &Object{Members: map[string]any{
			"tail": Method(func(context.Context, Args) (any, error) { return &Stream{pieces{reads}}, nil }),
		}})
		p.says(`["push",["pipeline",0,["tail"],[]]]`, `["pull",1]`)
		p.hears(`["pipe"]`, `["resolve",1,["readable",1]]`)
		reads <- "a"
		p.hears(`["stream",["pipeline",1,["write"],[["bytes","YQ"]]]]`)
		reads <- "b"
		reads <- "c"
		if len(reads) != 2 {
			t.Error("more is read before the peer has taken the first chunk")
		}
		p.says(`["resolve",2,["undefined"]]`)
		p.hears(`["stream",["pipeline",1,["write"],[["bytes","YmM"]]]]`)
		p.says(`["resolve",3,["undefined"]]`)
		close(reads)
		p.hears(`["stream",["pipeline",1,["close"],[]]]`)
		p.says(`["resolve",4,["undefined"]]`)
		p.hears(`["release",1,1]`)
	})
	t.Run("a stream ends with the session", func(t *testing.T) {
		r, _ := io.Pipe()
		closed := make(chan struct{})
		a, b := lines()
		ended := make(chan error, 1)
		go func() {
			ended <- Serve(context.Background(), b, &Object{Members: map[string]any{
				"tail": Method(func(context.Context, Args) (any, error) { return &Stream{closer{r, closed}}, nil }),
			}}, Options{}, nil)
		}()
		p := &peer{t: t, l: a}
		p.says(`["push",["pipeline",0,["tail"],[]]]`, `["pull",1]`)
		p.hears(`["pipe"]`, `["resolve",1,["readable",1]]`)
		a.Close(nil)
		<-closed
		<-ended
	})
	_ = server
}

// pieces is a reader that gives all that waits at once.
type pieces struct{ waiting chan string }

func (p pieces) Read(to []byte) (int, error) {
	piece, ok := <-p.waiting
	if !ok {
		return 0, io.EOF
	}
	n := copy(to, piece)
	for len(p.waiting) > 0 {
		n += copy(to[n:], <-p.waiting)
	}
	return n, nil
}

func (pieces) Close() error { return nil }

type closer struct {
	*io.PipeReader
	closed chan struct{}
}

func (c closer) Close() error { close(c.closed); return c.PipeReader.Close() }

func TestSession_End(t *testing.T) {
	t.Parallel()
	t.Run("calls that wait fail with the reason", func(t *testing.T) {
		t.Parallel()
		a, b := lines()
		got := make(chan error, 1)
		go func() {
			_ = Serve(context.Background(), b, &Object{}, Options{}, func(s *Session) {
				go func() {
					_, err := s.Main().Call(context.Background(), "never")
					got <- err
				}()
			})
		}()
		p := &peer{t: t, l: a}
		p.hears(`["push",["pipeline",0,["never"],[]]]`, `["pull",1]`)
		p.says(`["abort",["error","Error","I am off"]]`)
		if err := <-got; err == nil || !strings.Contains(err.Error(), "I am off") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a call that is given up is released", func(t *testing.T) {
		t.Parallel()
		a, b := lines()
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = Serve(context.Background(), b, &Object{}, Options{}, func(s *Session) {
				go func() { _, _ = s.Main().Call(ctx, "never") }()
			})
		}()
		p := &peer{t: t, l: a}
		p.hears(`["push",["pipeline",0,["never"],[]]]`, `["pull",1]`)
		cancel()
		p.hears(`["release",1,1]`)
		a.Close(nil)
		<-ended
	})
	t.Run("it serves many at once", func(t *testing.T) {
		t.Parallel()
		client, _ := pair(t, echo(), &Object{})
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				if v, err := client.Main().Call(context.Background(), "echo", float64(i)); err != nil || v != float64(i) {
					t.Errorf("%v, %v", v, err)
				}
			})
		}
		all.Wait()
	})
}

func FuzzSession(f *testing.F) {
	for _, seed := range []string{
		`["push",["pipeline",0,["echo"],[["bytes","AQID"]]]]`, `["pull",1]`, `["pipe"]`,
		`["stream",["pipeline",1,["write"],["x"]]]`, `["release",1,1]`, `["resolve",1,["promise",-1]]`,
		`["push",["remap",0,[],[["export",-1]],[["pipeline",-1,[],[["pipeline",0]]]]]]`, `["abort",["error","E","m",null,{"a":1}]]`,
		`["push",["readable",1]]`, `["push",["date",1e300]]`, `["push",[[["writable",-2]]]]`,
	} {
		f.Add(seed + "\n" + seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, b := lines()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = Serve(context.Background(), b, echo(), Options{Panicked: func(s string) {
				if !strings.HasPrefix(s, "at the disco") && !strings.Contains(s, "echo.func") {
					t.Error(s)
				}
			}}, nil)
		}()
		go func() {
			for range a.in {
			}
		}()
		for m := range strings.SplitSeq(text, "\n") {
			if a.Send([]byte(m)) != nil {
				break
			}
		}
		a.Close(nil)
		<-ended
	})
}

func FuzzString(f *testing.F) {
	f.Add("a\x00\"\\\u2028😀\xff")
	f.Fuzz(func(t *testing.T, s string) {
		text, err := json.Marshal(s)
		if err != nil {
			t.Skip()
		}
		var got, want string
		err = errors.Join(json.Unmarshal(appendString(nil, s), &got), json.Unmarshal(text, &want))
		if err != nil || got != want {
			t.Errorf("%q became %q, want %q, %v", s, got, want, err)
		}
	})
}
