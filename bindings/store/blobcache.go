package store

import "sync"

// Sizes of a blob cache, in bytes.
const (
	cacheSize  = 4 << 20  // all that is kept
	cachedBlob = 16 << 10 // the largest blob that is kept
)

// blobCache keeps small blobs in memory: a read of one costs five system calls otherwise. A blob
// never changes, so that what is kept is right for as long as somebody still asks for its name,
// whatever other processes do to the folder.
type blobCache struct {
	mu    sync.Mutex // guards blobs, order, size
	blobs map[string][]byte
	order []string // the oldest first
	size  int
}

func (c *blobCache) get(name string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, ok := c.blobs[name]
	return data, ok
}

func (c *blobCache) put(name string, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.blobs[name]; ok {
		return
	}
	if c.blobs == nil {
		c.blobs = map[string][]byte{}
	}
	c.blobs[name] = data
	c.order = append(c.order, name)
	c.size += len(data)
	for c.size > cacheSize || len(c.order) > cacheSize/512 {
		oldest := c.order[0]
		c.order = c.order[1:]
		c.size -= len(c.blobs[oldest]) // nothing, if it was removed
		delete(c.blobs, oldest)
	}
}

func (c *blobCache) remove(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.size -= len(c.blobs[name])
	delete(c.blobs, name)
}
