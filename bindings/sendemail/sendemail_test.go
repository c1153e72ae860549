package sendemail_test

import (
	"context"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/sendemail"
	"paddock/jsruntime"
)

const section = `[{ "name": "B" }]`

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: sendemail.Kind{}, Key: "send_email", Section: section,
		Wrong: map[string]string{`{}`: "send_email", `[{"name":"B","allowed_sender_addresses":"x"}]`: "send_email[0].allowed_sender_addresses"},
		Use:   `return /^<[A-Za-z0-9]{36}@b\.example>$/.test((await B.send({ from: "a@b.example", to: "c@d.example", subject: "S", text: "T" })).messageId)`,
		Want:  "true",
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(sendemail.Kind{}, "send_email", section)})
	bindtest.Status(t, w, map[string]string{"Fetcher": "B"})
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for section, want := range map[string]string{
		`[{"name":"B"}]`: "unrestricted",
		`[{"name":"B","destination_address":"a@b.c"}]`:                                                          "a@b.c",
		`[{"name":"B","allowed_destination_addresses":["a@b.c","d@e.f"],"allowed_sender_addresses":["g@h.i"]}]`: "a@b.c, d@e.f - senders: g@h.i",
	} {
		specs, err := sendemail.Kind{}.Parse(bindings.Project{}, "send_email", []byte(section))
		if err != nil || specs[0].Label != want {
			t.Errorf("%s: got %v, %v", section, specs, err)
		}
	}
}

// telling is a host whose news are kept.
type telling struct {
	*bindtest.Host
	news []string
}

func (h *telling) Log() *slog.Logger { return slog.New(h) }

func (*telling) Enabled(context.Context, slog.Level) bool { return true }
func (h *telling) Handle(_ context.Context, r slog.Record) error {
	h.news = append(h.news, r.Message)
	return nil
}
func (h *telling) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h *telling) WithGroup(string) slog.Handler      { return h }

// world is an isolate with a binding B, EmailMessage, and mail(headers).
func world(t *testing.T, section string) (*bindtest.World, *telling) {
	t.Helper()
	h := &telling{Host: bindtest.NewHost(t, t.TempDir())}
	specs, err := sendemail.Kind{}.Parse(bindings.Project{}, "send_email", []byte(section))
	if err != nil {
		t.Fatal(err)
	}
	r, err := sendemail.Kind{}.Open(t.Context(), h, specs[0])
	if err != nil {
		t.Fatal(err)
	}
	w := bindtest.NewWorld(h.Host, bindtest.Env{"B": r})
	w.Set("EmailMessage", func(vm *jsruntime.VM) jsruntime.Value {
		module, _ := vm.Module("cloudflare:email")
		return module.(*jsruntime.Object).Get("EmailMessage")
	})
	w.Eval(`globalThis.mail = (...headers) => [...headers, "", "Hello"].join("\r\n");`)
	return w, h
}

func TestSend_Message(t *testing.T) {
	t.Parallel()
	const restricted = `[{ "name": "B", "allowed_destination_addresses": ["to@b.example"], "allowed_sender_addresses": ["me@b.example", "x@b.example"] }]`
	tests := []struct{ name, script, want string }{
		{"a mail as text is sent", `return Object.keys(await B.send(new EmailMessage("me@b.example", "to@b.example", mail("From: Me <me@b.example>", "Message-ID: <1@b>"))))`, "messageId"},
		{"a mail as a stream is sent", `return Object.keys(await B.send(new EmailMessage("me@b.example", "to@b.example", new Response(mail("From: me@b.example", "Message-ID: <1@b>")).body)))`, "messageId"},
		{"a recipient must be allowed", `return await B.send(new EmailMessage("me@b.example", "x@b.example", "")).catch((e) => e.message + e.remote)`, "email to x@b.example not allowed" + "true"},
		{"a sender must be allowed", `await B.send(new EmailMessage("you@b.example", "to@b.example", ""))`, "Error: email from you@b.example not allowed"},
		{"it needs an id", `await B.send(new EmailMessage("me@b.example", "to@b.example", mail("From: me@b.example")))`, "Error: invalid message-id"},
		{"the sender is that of the header", `await B.send(new EmailMessage("me@b.example", "to@b.example", mail("From: x@b.example", "Message-ID: <1@b>")))`, "Error: From: header does not match mail from"},
		{"a mail that was received before is refused", `await B.send(new EmailMessage("me@b.example", "to@b.example", mail("From: me@b.example", "Message-ID: <1@b>", "Received: x")))`, "Error: invalid headers set"},
		{"what is described is checked as well", `await B.send({ from: { name: "Me", email: "me@b.example" }, to: ["to@b.example", "N <y@b.example>"], subject: "" })`, "Error: email to y@b.example not allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, h := world(t, restricted)
			if got := w.Eval(tt.script); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if told := len(h.news) > 0; told != (tt.want == "messageId") {
				t.Errorf("told: %q", h.news)
			}
		})
	}
}

func TestSend_Told(t *testing.T) {
	t.Parallel()
	w, h := world(t, section)
	w.Eval(`await B.send(new EmailMessage("a@b.example", "c@d.example", mail("From: a@b.example", "Message-ID: <1@b>")))`)
	w.Eval(`await B.send({ from: { name: "A", email: "a@b.example" }, to: "c@d.example", cc: ["e@f.example"], bcc: "g@h.example", subject: "S", text: "T", html: "<p>",
		attachments: [{ disposition: "attachment", filename: "../x.pdf", type: "application/pdf", content: new Uint8Array([1, 2]) }] })`)
	if len(h.news) != 2 {
		t.Fatalf("told %q", h.news)
	}
	path := regexp.MustCompile(`(?m)/\S+$`)
	t.Run("of a mail and where it is", func(t *testing.T) {
		if got, want := path.ReplaceAllString(h.news[0], "PATH"), "send_email binding called with the following message:\nEmail: PATH"; got != want {
			t.Errorf("got %s", got)
		}
		if data, err := os.ReadFile(path.FindString(h.news[0])); err != nil || !strings.HasSuffix(string(data), "\r\n\r\nHello") {
			t.Errorf("the file has %q, %v", data, err)
		}
	})
	t.Run("of the parts of a mail that was described", func(t *testing.T) {
		want := "send_email binding called with MessageBuilder:\nFrom: \"A\" <a@b.example>\nTo: c@d.example\nCc: e@f.example\nBcc: g@h.example\nSubject: S\n\n" +
			"Text: PATH\nHTML: PATH\nAttachment (attachment): ../x.pdf -> PATH"
		if got := path.ReplaceAllString(h.news[1], "PATH"); got != want {
			t.Errorf("got %s", got)
		}
	})
}
