package tunnels

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"time"

	"paddock/bindings/container/sandbox"
)

const (
	// readyLimit is how long cloudflared may take to be connected.
	readyLimit = 30 * time.Second
	// readyPoll is how often it is asked.
	readyPoll = 100 * time.Millisecond
	// stopGrace is how long it may take to end.
	stopGrace = 5 * time.Second
)

var (
	metricsPattern = regexp.MustCompile(`(?i)metrics server on (127\.0\.0\.1:\d+)`)
	quickPattern   = regexp.MustCompile(`(?i)https://[a-z0-9-]+\.trycloudflare\.com`)
)

// process is a cloudflared that runs.
type process struct {
	cmd   *exec.Cmd
	group *sandbox.Group
	ended chan struct{}

	mu      sync.Mutex // guards metrics, url
	metrics string
	url     string
}

// launch starts cloudflared and waits until it is connected. url is that of a quick tunnel.
func launch(ctx context.Context, env sandbox.Environment, r sandbox.TunnelRun) (p *process, url string, err error) {
	local := fmt.Sprintf("http://localhost:%d", r.Port)
	args := []string{"tunnel", "--metrics", "127.0.0.1:0", "--no-autoupdate"}
	if r.Mode == "named" {
		args = append(args, "run", "--token", r.Token, "--url", local)
	} else {
		args = append(args, "--output", "json", "--url", local)
	}
	// By the shell, since PATH is the sandbox's own.
	cmd := exec.Command("/bin/sh", append([]string{"-c", `exec cloudflared "$@"`, "cloudflared"}, args...)...)
	cmd.Env = env.Env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StderrPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	p = &process{cmd: cmd, group: sandbox.Lead(cmd), ended: make(chan struct{})}
	go p.read(out)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyLimit)
	defer cancel()
	if err := p.wait(ctx, r.Mode == "quick"); err != nil {
		p.stop()
		return nil, "", err
	}
	return p, p.url, nil
}

// errNotFound says that there is no cloudflared.
var errNotFound = errors.New("cloudflared binary not found at 'cloudflared'. Install cloudflared and ensure it is reachable on PATH inside the container.") //nolint:staticcheck // the original's words

// explain makes an error of the protocol.
func explain(err error, r sandbox.TunnelRun, failing string) error {
	details := sandbox.Context{"tunnelId": r.TunnelID, "port": r.Port}
	if errors.Is(err, errNotFound) {
		details["binary"] = "cloudflared"
		return sandbox.Errorf("CLOUDFLARED_NOT_FOUND", "%v", err).With(details)
	}
	return sandbox.Errorf("TUNNEL_START_ERROR", "%s: %v", failing, err).With(details)
}

// read looks for addresses in what cloudflared says, until it ends.
func (p *process) read(out io.Reader) {
	defer close(p.ended)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		p.heed(lines.Bytes())
	}
	_, _ = io.Copy(io.Discard, out)   // after a line that is too long
	_ = p.group.Wait(syscall.SIGKILL) // the state tells
}

func (p *process) heed(line []byte) {
	var record struct{ Message string }
	text := string(line)
	if json.Unmarshal(line, &record) == nil && record.Message != "" {
		text = record.Message
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := metricsPattern.FindStringSubmatch(text); m != nil && p.metrics == "" {
		p.metrics = m[1]
	}
	if m := quickPattern.FindString(text); m != "" && p.url == "" {
		p.url = m
	}
}

// wait waits until a connection stands, and the address of a quick tunnel is known.
func (p *process) wait(ctx context.Context, quick bool) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		select {
		case <-p.ended:
			const notFound = 127 // the shell's word for a program that is missing
			if code := p.code(); code != nil && *code == notFound {
				return errNotFound
			} else if code != nil {
				return fmt.Errorf("cloudflared exited before becoming ready (code=%d)", *code)
			}
			return errors.New("cloudflared exited before becoming ready (code=null)")
		case <-ctx.Done():
			return fmt.Errorf("Timed out waiting for cloudflared to become ready after %dms", readyLimit.Milliseconds()) //nolint:staticcheck // the original's words
		case <-tick.C:
		}
		p.mu.Lock()
		metrics, url := p.metrics, p.url
		p.mu.Unlock()
		if metrics != "" && (url != "" || !quick) && connected(ctx, metrics) {
			return nil
		}
	}
}

// connected asks cloudflared whether it has a connection.
func connected(ctx context.Context, metrics string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+metrics+"/ready", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var ready struct{ ReadyConnections int }
	return resp.StatusCode == http.StatusOK && json.NewDecoder(resp.Body).Decode(&ready) == nil && ready.ReadyConnections > 0
}

// code gives the exit code, nil when a signal ended the process.
func (p *process) code() *int {
	if s, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return nil
	}
	code := p.cmd.ProcessState.ExitCode()
	return &code
}

// stop ends the process and waits for it.
func (p *process) stop() {
	if p == nil {
		return
	}
	p.group.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(stopGrace, func() { p.group.Signal(syscall.SIGKILL) })
	defer kill.Stop()
	<-p.ended
}
