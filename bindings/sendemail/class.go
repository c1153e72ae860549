package sendemail

import (
	"bytes"
	"crypto/rand"
	"net/mail"
	"os"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/email"
)

// class is the stub of the service that would send the mail.
var class = jsruntime.NewClass[resource]("Fetcher").
	AsyncMethod("send", 1, func(vm *jsruntime.VM, r *resource, args jsruntime.Args) (jsruntime.Value, error) {
		if from, to, raw, ok := email.Message(args.At(0)); ok {
			return email.Raw(vm, raw, func(vm *jsruntime.VM, raw []byte) (jsruntime.Value, error) {
				if err := r.sendRaw(from, to, raw); err != nil {
					return nil, err
				}
				return sent(vm, from)
			}), nil
		}
		b, err := readBuilder(vm, args.At(0))
		if err != nil {
			return nil, err
		}
		if err := r.sendBuilt(b); err != nil {
			return nil, err
		}
		return sent(vm, b.from.address)
	})

// sent is the result for a mail of a sender.
func sent(vm *jsruntime.VM, from string) (jsruntime.Value, error) {
	_, domain, _ := strings.Cut(from, "@")
	result := vm.NewObject()
	return result, result.Set("messageId", "<"+token(36)+"@"+domain+">")
}

// token is a random text of letters and digits.
func token(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}

// sendRaw checks a mail as the platform does, writes it to a file and tells of it.
func (r *resource) sendRaw(from, to string, raw []byte) error {
	if err := r.check(from, []string{to}); err != nil {
		return err
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return refused("could not parse email: %v", err)
	}
	if parsed.Header.Get("Message-Id") == "" {
		return refused("invalid message-id")
	}
	if sender, err := mail.ParseAddress(parsed.Header.Get("From")); err != nil || sender.Address != from {
		return refused("From: header does not match mail from")
	}
	if parsed.Header.Get("Received") != "" {
		return refused("invalid headers set")
	}
	path, err := r.keep("email", token(12), "eml", raw)
	if err != nil {
		return err
	}
	r.host.Log().Info("send_email binding called with the following message:\nEmail: " + path)
	return nil
}

// keep writes a part of a mail to a file below the state folder and gives its path.
func (r *resource) keep(folder, name, extension string, data []byte) (string, error) {
	path, err := r.host.StateFile("email/" + folder + "/" + name + "." + extension)
	if err != nil {
		return "", err
	}
	return path, os.WriteFile(path, data, 0o600)
}
