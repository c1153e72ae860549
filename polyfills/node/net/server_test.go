package net_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
	"paddock/polyfills/node/nodetest"
)

// served is a Worker whose handler connect gives connections to servers of node:net.
const served = `
	import net from "node:net";
	import { connectHandler } from "cloudflare:node";
	const log = [];
	net.createServer((socket) => {
		socket.setEncoding("utf8");
		socket.on("close", () => log.push("closed"));
		let text = "";
		socket.on("data", (chunk) => {
			text += chunk;
			if (text.endsWith("\n")) socket.end(text.toUpperCase());
		});
	}).listen(7000);
	net.createServer((socket) => socket.destroy()).listen(7001);
	const talk = async (socket, text) => {
		const writer = socket.writable.getWriter();
		const sent = text ? writer.write(new TextEncoder().encode(text)) : undefined;
		let got = "";
		for await (const chunk of socket.readable) got += new TextDecoder().decode(chunk);
		await sent;
		return got;
	};
	export default {
		...connectHandler(),
		async fetch(request, env) {
			const answers = [await talk(env.SELF.connect("any:7000"), "hello\n"), await talk(env.SELF.connect("any:7001")), await talk(env.SELF.connect("any:7002"))];
			while (log.length === 0) await scheduler.wait(1); // the other side closes by itself
			return Response.json([...answers, ...log]);
		},
	};
`

func TestServer_AnswersConnectionsOfABinding(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, served, nil), workertest.Options{
		Compat:   compat.New(nodetest.Date, []string{"nodejs_compat"}),
		Sections: map[string]any{"services": []any{map[string]any{"binding": "SELF", "service": "test"}}},
	})
	defer s.Close()
	if got, want := s.Text("/"), `["HELLO\n","","","closed"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := s.Exceptions(); len(got) != 1 {
		t.Errorf("a connection to a port where nobody listens is one exception, got %q", got)
	}
}
