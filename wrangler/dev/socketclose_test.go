package dev_test

import (
	"io"
	"net"
	"strings"
	"testing"
)

// TestSocketClose closes sockets that somebody still reads, as drivers of databases do.
func TestSocketClose(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(io.Discard, conn); conn.Close() }()
		}
	}()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`, `import { connect } from "cloudflare:sockets";
export default { async fetch(request, env, ctx) {
	const socket = connect("`+listener.Addr().String()+`");
	await socket.opened;
	socket.readable.getReader().read();
	if (new URL(request.url).pathname === "/over") {
		ctx.waitUntil(socket.close());
		return new Response("over");
	}
	await socket.close();
	await scheduler.wait(1);
	return new Response("open");
} };`)
	_, url := p.serve(t)
	get(t, url+"/over")
	get(t, url+"/over")
	if strings.Contains(p.console.text(), "This socket has been closed.") {
		t.Errorf("an event that is over is told of its socket: %s", p.console.text())
	}
	get(t, url+"/open")
	if !strings.Contains(p.console.text(), "This socket has been closed.") {
		t.Errorf("an event that goes on is not: %s", p.console.text())
	}
}
