package r2

import (
	"errors"
	"strings"
	"time"
)

// etag is one of a list of a condition.
type etag struct {
	value string
	weak  bool
	any   bool // "*"
}

// Conditional says which state an object must be in. The zero value takes every state.
type Conditional struct {
	matches, doesNotMatch         []etag // nil for no condition
	uploadedBefore, uploadedAfter *time.Time
	seconds                       bool // times are compared in whole seconds
}

// Holds reports whether an object, nil if there is none, is in the right state.
func (c *Conditional) Holds(o *Object) bool {
	if o == nil {
		return c.matches == nil && c.uploadedAfter == nil
	}
	uploaded := time.UnixMilli(o.Uploaded)
	matched := c.matches == nil || hasTag(c.matches, o.ETag, true)
	unmatched := c.doesNotMatch == nil || !hasTag(c.doesNotMatch, o.ETag, false)
	before := c.uploadedBefore == nil || c.matches != nil && matched || c.whole(uploaded).Before(c.whole(*c.uploadedBefore))
	after := c.uploadedAfter == nil || c.doesNotMatch != nil && unmatched || c.whole(uploaded).After(c.whole(*c.uploadedAfter))
	return matched && unmatched && before && after
}

func (c *Conditional) whole(t time.Time) time.Time {
	if c.seconds {
		return t.Truncate(time.Second)
	}
	return t
}

// hasTag compares strongly or weakly.
func hasTag(tags []etag, value string, strong bool) bool {
	for _, t := range tags {
		if t.any || t.value == value && !(strong && t.weak) {
			return true
		}
	}
	return false
}

// Refusals of the headers If-Match and If-None-Match, in the platform's words.
var (
	errWildcard = errors.New("Comma was expected to separate etags. Encountered a wildcard character '*' instead.")                                                                   //nolint:staticcheck // the platform's words
	errQuote    = errors.New(`Comma was expected to separate etags. Encountered a double quote character '"' instead. This would otherwise indicate the start of a new strong etag.`) //nolint:staticcheck // the platform's words
	errWeak     = errors.New("Comma was expected to separate etags. Encountered a 'W' character instead. This would otherwise indicate the start of a new weak etag.")                //nolint:staticcheck // the platform's words
	errUnclosed = errors.New("Unclosed double quote for Etag")                                                                                                                        //nolint:staticcheck // the platform's words
	errBadWeak  = errors.New("Weak etags must start with W/ and their value must be quoted")                                                                                          //nolint:staticcheck // the platform's words
)

// parseTags reads the value of If-Match or If-None-Match. What stands between tags that it does
// not know is passed over, as the platform does.
func parseTags(header, text string) ([]etag, error) {
	var tags []etag
	comma := true // a tag may come
	for text != "" {
		c := text[0]
		var unexpected error
		switch c {
		case '*':
			unexpected = errWildcard
		case '"':
			unexpected = errQuote
		case 'W':
			unexpected = errWeak
		default:
			comma = comma || c == ','
			text = text[1:]
			continue
		}
		if !comma {
			return nil, unexpected
		}
		comma = false
		if c == '*' {
			return []etag{{any: true}}, nil // whatever else there is, it matches all
		}
		tag, rest, err := cutTag(text)
		if err != nil {
			return nil, err
		}
		tags, text = append(tags, tag), rest
	}
	if tags == nil {
		return nil, errors.New("Invalid ETag in " + header + " header") //nolint:staticcheck // the platform's words
	}
	return tags, nil
}

// cutTag reads the tag at the beginning of text.
func cutTag(text string) (tag etag, rest string, err error) {
	if text[0] == 'W' {
		if !strings.HasPrefix(text, `W/"`) {
			return etag{}, "", errBadWeak
		}
		tag.weak, text = true, text[len("W/"):]
	}
	value, rest, ok := strings.Cut(text[1:], `"`)
	if !ok {
		return etag{}, "", errUnclosed
	}
	tag.value = value
	return tag, rest, nil
}
