//go:build linux && !amd64 && !arm64

package launch

const oneUserArch = 0 // not supported

var (
	ownerCalls  [0]uint32
	deviceCalls [0]deviceCall
)
