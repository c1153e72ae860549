package image

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// login is the command that gives Paddock credentials, too.
func login(ref name.Reference) string {
	if ref.Context().RegistryStr() == name.DefaultRegistry {
		return "docker login"
	}
	return "docker login " + ref.Context().RegistryStr()
}

// explain says what a registry's refusal means and what to do about it.
func explain(ref name.Reference, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	registry := ref.Context().RegistryStr()
	var refusal *transport.Error
	if errors.As(err, &refusal) {
		switch refusal.StatusCode {
		case http.StatusUnauthorized:
			return fmt.Errorf("the registry %s does not let you (401 Unauthorized): there is no such image, or it is private; check the name, or log in with: %s: %w", registry, login(ref), err)
		case http.StatusForbidden:
			return fmt.Errorf("the registry %s does not let you (403 Forbidden); log in as somebody who may read it, with: %s: %w", registry, login(ref), err)
		case http.StatusNotFound:
			// The words up to the colon are the local platform's own, on which programs match.
			return fmt.Errorf("No such image available named %s: the registry %s does not have it; check the name and the tag: %w", ref, registry, err)
		case http.StatusTooManyRequests:
			return fmt.Errorf("the registry %s limits how often you may pull (429 Too Many Requests); wait, or log in for a higher limit with: %s: %w", registry, login(ref), err)
		}
		if refusal.StatusCode >= 500 {
			return fmt.Errorf("the registry %s has a fault of its own (%d %s); try again later: %w", registry, refusal.StatusCode, http.StatusText(refusal.StatusCode), err)
		}
		return err
	}
	var torn *damaged
	if errors.As(err, &torn) {
		return fmt.Errorf("%w; it was read %d times; try again, and if that does not help, the image must be pushed again", err, attempts)
	}
	var network net.Error
	if errors.As(err, &network) {
		return fmt.Errorf("the registry %s cannot be reached, and the image has not been pulled before; check the network, or use a file: oci:FOLDER or docker-archive:FILE: %w", registry, err)
	}
	return err
}
