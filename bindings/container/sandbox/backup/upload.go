package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"paddock/bindings/container/sandbox"
)

const (
	uploadAttempts = 3
	uploadLimit    = 30 * time.Minute
)

// UploadParts implements [sandbox.Backup]; the parts go at the same time.
func (b *Backup) UploadParts(ctx context.Context, r sandbox.UploadParts) ([]sandbox.UploadedPart, error) {
	if len(r.Parts) == 0 {
		return []sandbox.UploadedPart{}, nil
	}
	if err := b.checkArchive(r.ArchivePath); err != nil {
		return nil, err
	}
	details := sandbox.Context{"archivePath": r.ArchivePath}
	file, err := os.Open(b.env.Path(r.ArchivePath))
	if err != nil {
		return nil, sandbox.Errorf(sandbox.BackupCreateFailed, "Backup archive does not exist: %s", r.ArchivePath).With(details)
	}
	defer file.Close()
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	sent, errs := make([]sandbox.UploadedPart, len(r.Parts)), make([]error, len(r.Parts))
	var all sync.WaitGroup
	for i, part := range r.Parts {
		all.Go(func() { sent[i], errs[i] = upload(ctx, file, part) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, sandbox.Errorf(sandbox.BackupCreateFailed, "Multipart upload failed: %v", err).With(details)
		}
	}
	slices.SortFunc(sent, func(a, b sandbox.UploadedPart) int { return a.PartNumber - b.PartNumber })
	return sent, nil
}

// errNoETag is not worth another attempt.
var errNoETag = errors.New("response did not include an ETag header")

func upload(ctx context.Context, file io.ReaderAt, part sandbox.UploadPart) (done sandbox.UploadedPart, err error) {
	for range uploadAttempts {
		if done, err = put(ctx, file, part); err == nil || errors.Is(err, errNoETag) || ctx.Err() != nil {
			break
		}
	}
	return done, err
}

func put(ctx context.Context, file io.ReaderAt, part sandbox.UploadPart) (sandbox.UploadedPart, error) {
	body := io.NewSectionReader(file, part.Offset, part.Size)
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, part.URL, body)
	if err != nil {
		return sandbox.UploadedPart{}, fmt.Errorf("part %d: %w", part.PartNumber, err)
	}
	request.ContentLength = part.Size
	request.Header.Set("Content-Type", "application/octet-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return sandbox.UploadedPart{}, fmt.Errorf("part %d: %w", part.PartNumber, err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body) // so that the connection can be used again
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return sandbox.UploadedPart{}, fmt.Errorf("part %d failed with HTTP %d", part.PartNumber, response.StatusCode)
	}
	etag := strings.TrimSpace(response.Header.Get("ETag"))
	if etag == "" {
		return sandbox.UploadedPart{}, fmt.Errorf("part %d %w", part.PartNumber, errNoETag)
	}
	return sandbox.UploadedPart{PartNumber: part.PartNumber, ETag: etag}, nil
}
