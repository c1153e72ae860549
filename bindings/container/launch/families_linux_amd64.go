package launch

import "golang.org/x/sys/unix"

var abis = [...]abi{
	{arch: 0xc000003e, socket: unix.SYS_SOCKET},
	{arch: 0x40000003, socket: 359, many: 102}, // i386
}
