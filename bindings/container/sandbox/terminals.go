package sandbox

import "net/http"

// Terminals connects clients with terminals, one for each session.
type Terminals interface {
	// Serve connects a client with the terminal of the session that its request names, until either
	// ends.
	Serve(r *http.Request, s *Socket)
}
