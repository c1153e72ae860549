package sendemail

import (
	"path/filepath"
	"strings"

	"paddock/jsruntime"
)

// builder is a mail that scripts describe by an object instead of writing it.
type builder struct {
	from                address
	to, cc, bcc         []address
	subject, text, html string
	attachments         []attachment
}

// address is how a mail names somebody.
type address struct {
	address string
	shown   string // with the name
}

type attachment struct {
	disposition, name string
	content           []byte
}

// readBuilder reads the object that describes a mail.
func readBuilder(vm *jsruntime.VM, v jsruntime.Value) (b builder, err error) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return b, refused("invalid message")
	}
	err = vm.Try(func() {
		b.from = readAddress(vm, o.Get("from"))
		b.to, b.cc, b.bcc = readAddresses(vm, o.Get("to")), readAddresses(vm, o.Get("cc")), readAddresses(vm, o.Get("bcc"))
		b.subject, b.text, b.html = member(vm, o, "subject"), member(vm, o, "text"), member(vm, o, "html")
		if list := o.Get("attachments"); vm.IsIterable(list) {
			vm.Iterate(list, func(item jsruntime.Value) bool {
				if a := jsruntime.AsObject(item); a != nil {
					b.attachments = append(b.attachments, readAttachment(vm, a))
				}
				return true
			})
		}
	})
	if err == nil && b.from.address == "" {
		err = refused("invalid message: it has no sender")
	}
	return b, err
}

func readAttachment(vm *jsruntime.VM, o *jsruntime.Object) attachment {
	a := attachment{disposition: member(vm, o, "disposition"), name: member(vm, o, "filename")}
	if data, ok := jsruntime.Bytes(o.Get("content")); ok {
		a.content = append([]byte(nil), data...)
	} else {
		a.content = []byte(member(vm, o, "content"))
	}
	return a
}

// member reads a text; "" when there is none.
func member(vm *jsruntime.VM, o *jsruntime.Object, name string) string {
	v := o.Get(name)
	if jsruntime.IsNullish(v) {
		return ""
	}
	return vm.Text(v)
}

// readAddress reads "name@host", "Name <name@host>" or { name, email }.
func readAddress(vm *jsruntime.VM, v jsruntime.Value) address {
	if o := jsruntime.AsObject(v); o != nil {
		a := address{address: member(vm, o, "email")}
		a.shown = `"` + member(vm, o, "name") + `" <` + a.address + ">"
		return a
	}
	if jsruntime.IsNullish(v) {
		return address{}
	}
	text := vm.Text(v)
	a := address{address: strings.TrimSpace(text), shown: text}
	if open := strings.LastIndexByte(text, '<'); open >= 0 && strings.HasSuffix(text, ">") {
		a.address = strings.TrimSpace(text[open+1 : len(text)-1])
	}
	return a
}

// readAddresses reads one address or a list of them.
func readAddresses(vm *jsruntime.VM, v jsruntime.Value) []address {
	if jsruntime.IsNullish(v) {
		return nil
	}
	if o := jsruntime.AsObject(v); o == nil || !vm.IsIterable(o) {
		return []address{readAddress(vm, v)}
	}
	var all []address
	vm.Iterate(v, func(item jsruntime.Value) bool {
		all = append(all, readAddress(vm, item))
		return true
	})
	return all
}

// sendBuilt checks a mail, writes its parts to files and tells of it.
func (r *resource) sendBuilt(b builder) error {
	var to []string
	for _, a := range b.to {
		to = append(to, a.address)
	}
	if err := r.check(b.from.address, to); err != nil {
		return err
	}
	lines := []string{"send_email binding called with MessageBuilder:", "From: " + b.from.shown, "To: " + shown(b.to)}
	if len(b.cc) > 0 {
		lines = append(lines, "Cc: "+shown(b.cc))
	}
	if len(b.bcc) > 0 {
		lines = append(lines, "Bcc: "+shown(b.bcc))
	}
	files, err := r.keepParts(b)
	if err != nil {
		return err
	}
	lines = append(lines, "Subject: "+b.subject)
	if len(files) > 0 {
		lines = append(append(lines, ""), files...)
	}
	r.host.Log().Info(strings.Join(lines, "\n"))
	return nil
}

func shown(list []address) string {
	var texts []string
	for _, a := range list {
		texts = append(texts, a.shown)
	}
	return strings.Join(texts, ", ")
}

// keepParts writes the parts of a mail to files and gives the lines that tell of them.
func (r *resource) keepParts(b builder) (lines []string, err error) {
	keep := func(what, folder, extension string, data []byte) {
		if err != nil {
			return
		}
		var path string
		path, err = r.keep(folder, token(12), extension, data)
		lines = append(lines, what+path)
	}
	if b.text != "" {
		keep("Text: ", "email-text", "txt", []byte(b.text))
	}
	if b.html != "" {
		keep("HTML: ", "email-html", "html", []byte(b.html))
	}
	for _, a := range b.attachments {
		extension := strings.TrimPrefix(filepath.Ext(filepath.Base(a.name)), ".")
		if extension == "" {
			extension = "bin"
		}
		keep("Attachment ("+a.disposition+"): "+a.name+" -> ", "email-attachment", extension, a.content)
	}
	return lines, err
}
