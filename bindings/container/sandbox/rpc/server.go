package rpc

import (
	"context"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

func (a *api) utils() methods {
	return methods{
		"ping":        func(context.Context, capnweb.Args) (any, error) { return "healthy", nil },
		"getVersion":  func(context.Context, capnweb.Args) (any, error) { return a.Utils.Version(), nil },
		"getCommands": func(context.Context, capnweb.Args) (any, error) { return a.Utils.Commands(), nil },
		"createSession": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.CreateSession
			if err := args.Into(0, &r); err != nil {
				return nil, err
			}
			s, err := a.Sessions.Create(ctx, r)
			return struct {
				stamped
				ID        string  `json:"id"`
				Message   string  `json:"message"`
				Placement *string `json:"containerPlacementId"`
			}{stamp(), s.ID, "Session " + s.ID + " created", s.ContainerPlacementID}, err
		},
		"deleteSession": func(ctx context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			return struct {
				stamped
				ID string `json:"sessionId"`
			}{stamp(), id}, a.Sessions.Delete(ctx, id)
		},
		"listSessions": func(context.Context, capnweb.Args) (any, error) {
			return struct {
				Sessions []string `json:"sessions"`
			}{a.Sessions.List()}, nil
		},
	}
}

func (a *api) backup() methods {
	return methods{
		"createArchive": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.CreateBackup
			if err := firstError(args.Into(3, &r), read(args, &r.Dir, &r.ArchivePath, &r.SessionID)); err != nil {
				return nil, err
			}
			archive, err := a.Backup.Create(ctx, r)
			return struct {
				Success bool   `json:"success"`
				Size    int64  `json:"sizeBytes"`
				Path    string `json:"archivePath"`
			}{true, archive.Size, archive.Path}, err
		},
		"restoreArchive": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.RestoreBackup
			if err := read(args, &r.Dir, &r.ArchivePath, &r.SessionID); err != nil {
				return nil, err
			}
			return map[string]any{"success": true, "dir": r.Dir}, a.Backup.Restore(ctx, r)
		},
		"uploadParts": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.UploadParts
			if err := args.Into(0, &r); err != nil {
				return nil, err
			}
			parts, err := a.Backup.UploadParts(ctx, r)
			return struct {
				Success bool                   `json:"success"`
				Parts   []sandbox.UploadedPart `json:"parts"`
			}{true, parts}, err
		},
	}
}

func (a *api) tunnels() methods {
	type one struct {
		ID    string `json:"id"`
		Port  int    `json:"port"`
		Token string `json:"token"`
	}
	return methods{
		"runQuickTunnel": func(ctx context.Context, args capnweb.Args) (any, error) {
			var t one
			if err := read(args, &t.ID, &t.Port); err != nil {
				return nil, err
			}
			return a.Tunnels.RunQuick(ctx, t.ID, t.Port)
		},
		"runNamedTunnel": func(ctx context.Context, args capnweb.Args) (any, error) {
			var t one
			if err := read(args, &t.ID, &t.Token, &t.Port); err != nil {
				return nil, err
			}
			return a.Tunnels.RunNamed(ctx, t.ID, t.Token, t.Port)
		},
		"destroyTunnel": func(ctx context.Context, args capnweb.Args) (any, error) {
			var t one
			if err := read(args, &t.ID); err != nil {
				return nil, err
			}
			return map[string]any{"success": true, "id": t.ID}, a.Tunnels.Destroy(ctx, t.ID)
		},
		"listTunnels": func(context.Context, capnweb.Args) (any, error) { return a.Tunnels.List(), nil },
		"ensureTunnelRun": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.TunnelRun
			if err := args.Into(0, &r); err != nil {
				return nil, err
			}
			run, started, err := a.Tunnels.Ensure(ctx, r)
			return struct {
				Run     sandbox.TunnelRun `json:"run"`
				Started bool              `json:"started"`
			}{run, started}, err
		},
		"stopTunnelRun": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.TunnelRun
			if err := args.Into(0, &r); err != nil {
				return nil, err
			}
			stopped, err := a.Tunnels.Stop(ctx, r.TunnelID, r.RunID)
			return map[string]any{"stopped": stopped}, err
		},
	}
}
