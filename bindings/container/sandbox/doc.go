// Package sandbox is the server inside a sandbox: what the Worker's half of @cloudflare/sandbox 0.x
// talks to on port 3000. It holds the contracts of the services, the one error type, and the
// [Server] with its two route-based transports, HTTP and WebSocket.
//
// The ideas to hold: a service is an interface of this package, and a folder below it that
// implements it and knows no other service's folder. A service has no transport: its methods take
// typed requests and give typed results, errors are [*Error], and what streams is given, event by
// event, to a function that may block (so a slow client holds back the command it listens to) and
// whose error ends the stream. The folder's Routes say which HTTP routes lead to it; package all
// puts everything together, one line for each folder. The program around it is started by engines
// in place of Cloudflare's image; package place says where and how.
//
//	route                                  service      folder       error of its own
//	GET    /                               -            misc
//	GET    /api/ping, /api/version,        Utils        misc
//	       /api/commands
//	POST   /api/session/create             Sessions     session      SESSION_ALREADY_EXISTS
//	POST   /api/session/delete             Sessions     session      INTERNAL_ERROR: not found
//	GET    /api/session/list               Sessions     session
//	POST   /api/execute                    Commands     commands     SESSION_TERMINATED
//	POST   /api/execute/stream      (SSE)  Commands     commands     INVALID_COMMAND
//	POST   /api/process/start              Processes    processes    INVALID_COMMAND
//	GET    /api/process/list               Processes    processes
//	GET    /api/process/{id}, …/logs       Processes    processes    PROCESS_NOT_FOUND
//	GET    /api/process/{id}/stream (SSE)  Processes    processes    PROCESS_NOT_FOUND
//	DELETE /api/process/{id}, /kill-all    Processes    processes    COMMAND_NOT_FOUND: has ended
//	POST   /api/read, /write, /delete,     Files        files        FILE_NOT_FOUND, IS_DIRECTORY,
//	       /rename, /move, /mkdir,                                   FILE_TOO_LARGE,
//	       /list-files, /exists                                      FILESYSTEM_ERROR
//	POST   /api/read/stream         (SSE)  Files        files        an event "error"
//	POST   /api/port-watch          (SSE)  Ports        ports        an event "error"
//	POST   /api/expose-port; GET           Ports        ports        PORT_ALREADY_EXPOSED,
//	       /api/exposed-ports; DELETE                                PORT_NOT_EXPOSED,
//	       /api/exposed-ports/{port}                                 INVALID_PORT_NUMBER
//	POST   /api/git/checkout               Git          git          GIT_…
//	POST   /api/watch               (SSE)  Watch        watch        PERMISSION_DENIED
//	POST   /api/watch/check                Watch        watch        PERMISSION_DENIED
//	GET    /api/interpreter/health,        Interpreter  interpreter  PYTHON_NOT_AVAILABLE, …
//	       /api/contexts; POST and DELETE
//	       /api/contexts;
//	POST   /api/execute/code        (SSE)  Interpreter  interpreter  CONTEXT_NOT_FOUND
//	POST   /api/backup/create, /restore,   Backup       backup       BACKUP_…
//	       /upload-parts
//	GET    /rpc                (WebSocket) all of them, rpc          CLOUDFLARED_NOT_FOUND,
//	                                       and Tunnels  tunnels      TUNNEL_…
//	GET    /ws/pty             (WebSocket) Terminals    pty
//	GET    /ws, /api/ws        (WebSocket) the routes above, many at a time; see [Server]
//
// What versions of the package before 0.11 ask for is answered, too; the desktop of theirs is not there.
//
// Codes of errors have the status of the table in codes.go. Messages are the original's.
//
// What the original answers is recorded in fixtures/sandbox, with what differs and why. Above all: output of
// a stream is passed on as it is read, not line by line, and nothing of it is lost; a command with an
// open quote is a syntax error, and neither silences nor ends its session; "exit" ends a stream.
//
// Platform: https://developers.cloudflare.com/sandbox/
package sandbox
