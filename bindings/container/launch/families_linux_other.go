//go:build linux && !amd64 && !arm64

package launch

var abis = [0]abi{}
