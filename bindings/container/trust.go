package container

import (
	"fmt"

	"paddock/proxy"
)

// distrusted tells the user, once for each host, of a client that does not trust our certificates.
func (l *life) distrusted(f proxy.Flow) {
	host := f.Host
	if host == "" {
		host = f.Dst.Addr().String()
	}
	hint := ""
	if l.resource.opts.Trust != TrustInject {
		hint = " In images, --trust inject does that for most programs."
	}
	l.warnOnce("tls "+host, fmt.Sprintf("A program in the container %s gave up its HTTPS connection to %s: it seems not to trust the certificate of the interception.\n"+
		"Let it trust %s: set its option or variable for certificate authorities to that file, or add the file to the roots that it brings along.%s", l.label(), host, CAFile, hint))
}

// label names the container as the console does.
func (l *life) label() string {
	const short = 8 // digits of an id
	return l.resource.class + "/" + l.object[:min(short, len(l.object))]
}

// warnOnce tells the user, once for each subject.
func (l *life) warnOnce(subject, text string) {
	l.mu.Lock()
	again := l.warned[subject]
	l.warned[subject] = true
	l.mu.Unlock()
	if !again {
		l.resource.opts.Warn(text)
	}
}
