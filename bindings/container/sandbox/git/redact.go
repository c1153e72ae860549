package git

import "regexp"

var (
	// credentials are those of a URL.
	credentials = regexp.MustCompile("(https?://)[^@\\s\"'`<>,;{}\\[\\]]*@")
	// secrets are parameters of a URL that give access.
	secrets = regexp.MustCompile("(?i)([?&](?:X-Amz-Credential|X-Amz-Signature|X-Amz-Security-Token|token|secret|password)=)[^&\\s\"'`<>]*")
)

// redact hides what gives access from a text that is told to others.
func redact(text string) string {
	return secrets.ReplaceAllString(credentials.ReplaceAllString(text, "${1}******@"), "${1}REDACTED")
}
