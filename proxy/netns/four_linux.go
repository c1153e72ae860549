package netns

import (
	"context"
	"slices"

	"golang.org/x/net/dns/dnsmessage"

	"paddock/proxy"
)

// onlyFour leaves IPv6 addresses out of answers, for a network namespace that has no IPv6: a program that is
// given one would try in vain to connect.
type onlyFour struct{ proxy.Resolver }

// Resolve implements [proxy.Resolver].
func (r onlyFour) Resolve(ctx context.Context, query []byte) ([]byte, error) {
	answer, err := r.Resolver.Resolve(ctx, query)
	if err != nil {
		return nil, err
	}
	var m dnsmessage.Message
	if err := m.Unpack(answer); err != nil {
		return answer, nil // of a kind without addresses
	}
	is6 := func(a dnsmessage.Resource) bool { return a.Header.Type == dnsmessage.TypeAAAA }
	if !slices.ContainsFunc(m.Answers, is6) {
		return answer, nil
	}
	m.Answers = slices.DeleteFunc(m.Answers, is6)
	return m.Pack()
}
