package launch

import "golang.org/x/sys/unix"

var abis = [...]abi{
	{arch: 0xc00000b7, socket: unix.SYS_SOCKET},
	{arch: 0x40000028, socket: 281}, // arm of 32 bits
}
