package dev_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

const triggered = `import { WorkerEntrypoint, waitUntil } from "cloudflare:workers";
	import { EmailMessage } from "cloudflare:email";
	let seen = "";
	export default class extends WorkerEntrypoint {
		fetch() { return new Response(seen); }
		async scheduled(controller) {
			seen = [controller.cron, controller.scheduledTime, this.env.V, Object.prototype.toString.call(controller)].join();
			controller.noRetry();
			if (controller.cron === "throw") throw new Error("boom");
			if (controller.cron === "later") waitUntil((async () => { await scheduler.wait(1); throw new Error("late boom"); })());
			if (controller.cron === "wait") this.ctx.waitUntil((async () => { await scheduler.wait(1); seen = "waited"; })());
		}
		async email(message) {
			const text = await new Response(message.raw).text();
			seen = [message.from, message.to, message.rawSize, message.headers.get("subject"), text.split("\r\n").pop()].join();
			const reply = (header, from = "to@x.example") => message.reply(new EmailMessage(from, message.from, header + "\r\n\r\nhello"));
			switch (message.headers.get("subject")) {
			case "reject": return message.setReject("nope");
			case "forward": return message.forward("other@x.example", new Headers({ "X-Mine": "1" }));
			case "reply": return reply("From: to@x.example\r\nIn-Reply-To: <1@x>");
			case "wrong": return reply("From: to@x.example\r\nIn-Reply-To: <2@x>");
			case "throw": throw new TypeError("no mail");
			}
		}
	}`

func TestTriggers_Scheduled(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "vars": { "V": "v" } }`, triggered)
	_, url := p.serve(t)
	for _, c := range []struct {
		path   string
		status int
		want   string
	}{
		{"/cdn-cgi/handler/scheduled?cron=*+*+*&time=1000", 200, "ok"},
		{"/", 200, "* * *,1000,v,[object ScheduledController]"},
		{"/cdn-cgi/local/scheduled?cron=throw", 500, "exception"},
		{"/cdn-cgi/mf/scheduled?cron=later", 500, "exception"},
		{"/cdn-cgi/handler/scheduled?cron=wait", 200, "ok"},
		{"/", 200, "waited"},
		{"/cdn-cgi/handler/scheduled?format=json", 200, `{"outcome":"ok","noRetry":true}` + "\n"},
		{"/cdn-cgi/handler/x", 404, `"/cdn-cgi/handler/x" is not a valid handler. Did you mean to use "/cdn-cgi/handler/scheduled" or "/cdn-cgi/handler/email"?`},
	} {
		if status, got, _ := get(t, url+c.path); status != c.status || got != c.want {
			t.Errorf("%s: got %d %q, want %d %q", c.path, status, got, c.status, c.want)
		}
	}
	p.console.says(t, "w threw in scheduled: Error: boom")
	p.console.says(t, "w threw in waitUntil: Error: late boom")
	if _, got, _ := get(t, url+"/__scheduled"); got == "Ran scheduled event" {
		t.Error("/__scheduled is the Worker's without --test-scheduled")
	}
}

func TestTriggers_TestScheduled(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "vars": { "V": "v" } }`, triggered)
	p.scheduled = true
	_, url := p.serve(t)
	if status, got, _ := get(t, url+"/__scheduled?cron=*"); status != 200 || got != "Ran scheduled event" {
		t.Errorf("got %d %q", status, got)
	}
	if _, got, _ := get(t, url); !strings.HasPrefix(got, "*,") {
		t.Errorf("the handler saw %q", got)
	}
	if status, _, _ := get(t, url+"/__scheduled?cron=throw"); status != 500 {
		t.Errorf("got %d for a handler that throws", status)
	}
}

func TestTriggers_Email(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "vars": { "V": "v" } }`, triggered)
	_, url := p.serve(t)
	send := func(query, mail string) (int, string) {
		resp, err := http.Post(url+"/cdn-cgi/handler/email?"+query, "", strings.NewReader(mail))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	const to = "from=from@x.example&to=to@x.example"
	mail := func(subject string) string {
		return "From: from@x.example\r\nMessage-ID: <1@x>\r\nSubject: " + subject + "\r\n\r\nthe text"
	}
	for _, c := range []struct {
		name, query, mail string
		status            int
		want              string
	}{
		{"a mail reaches the handler", to, mail("hello"), 200, "Worker successfully processed email"},
		{"a rejected mail is told", to, mail("reject"), 400, "Worker rejected email with the following reason: nope"},
		{"a forwarded mail is told", to, mail("forward"), 200, "Worker successfully processed email"},
		{"an answered mail is told", to, mail("reply"), 200, "Worker successfully processed email"},
		{"a reply must name the mail", to, mail("wrong"), 500, "Error: In-Reply-To does not match original Message-ID"},
		{"an exception is told", to, mail("throw"), 500, "TypeError: no mail"},
		{"an address is missing", "from=a@b.example", mail(""), 400, "Invalid email. Your request must include URL parameters specifying the `from` and `to` addresses, as well as an email in the body"},
		{"a mail needs an id", to, "Subject: x\r\n\r\nx", 400, "Email could not be parsed: invalid or no message id provided"},
		{"what is no mail is told", to, "no header", 400, "Email could not be parsed: malformed header line: no header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if status, got := send(c.query, c.mail); status != c.status || got != c.want {
				t.Errorf("got %d %q, want %d %q", status, got, c.status, c.want)
			}
		})
	}
	send(to, mail("hello"))
	if _, got, _ := get(t, url); got != "from@x.example,to@x.example,67,hello,the text" {
		t.Errorf("the handler saw %q", got)
	}
	p.console.says(t, `Email handler rejected message with the following reason: "nope"`)
	p.console.says(t, "rcptTo: other@x.example\n  headers:\n    x-mine: 1")
	p.console.says(t, "Email handler replied to sender")
}
