package main

import (
	"debug/elf"
	"os"

	"golang.org/x/sys/unix"
)

// stretch is how much of the program's file is one mapping, in bytes.
const stretch = 1 << 20

// forgetStartup takes the pages of the program's file out of this process. A start runs through
// most of the binary (the bundler, the configuration, every package's tables), and the kernel
// maps what lies around; a session that serves needs a third of it. What is asked for again comes
// from the page cache, 16 pages at a time. Only segments that nobody can have written to are
// given up.
//
// Since Linux 6.18 a page comes with all that the cache keeps in one piece, which is up to 2 MB, unless that
// goes beyond the mapping: so the mappings are made short. What tells one from the next is whether a core dump may have
// it, which has nothing of files anyway.
func forgetStartup() {
	program, err := elf.Open("/proc/self/exe")
	if err != nil {
		return
	}
	defer program.Close()
	if program.Type != elf.ET_EXEC { // else the addresses of the file are not those of the process
		return
	}
	page := uint64(os.Getpagesize())
	for _, segment := range program.Progs {
		if segment.Type != elf.PT_LOAD || segment.Flags&elf.PF_W != 0 {
			continue
		}
		start := (segment.Vaddr + page - 1) &^ (page - 1)
		end := (segment.Vaddr + segment.Filesz) &^ (page - 1)
		if start >= end {
			continue
		}
		first, last := segment.Vaddr&^(page-1), (segment.Vaddr+segment.Memsz+page-1)&^(page-1) // as it is mapped
		for at := first&^(stretch-1) + stretch; at < last; at += 2 * stretch {
			advise(at, min(at+stretch, last), unix.MADV_DONTDUMP)
		}
		advise(start, end, unix.MADV_DONTNEED)
	}
}

// advise tells the kernel about a part of memory; where it does not listen, all stays as it is.
func advise(start, end uint64, advice uintptr) {
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, uintptr(start), uintptr(end-start), advice)
}
