package authority

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"encoding/pem"
	"strconv"
	"unicode/utf16"
)

// storePassword is what Java's own store of roots has always been sealed with.
const storePassword = "changeit"

// JavaStore makes a key store of Java's format JKS that trusts the certificates in a PEM file. Every
// Java reads it without being told its type or password.
func JavaStore(certificates []byte) []byte {
	var entries bytes.Buffer
	count := uint32(0)
	for block, rest := pem.Decode(certificates); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		count++
		put32(&entries, 2) // a trusted certificate
		putString(&entries, "root"+strconv.Itoa(int(count)))
		entries.Write(make([]byte, 8)) // when it was added
		putString(&entries, "X.509")
		put32(&entries, uint32(len(block.Bytes)))
		entries.Write(block.Bytes)
	}
	var store bytes.Buffer
	put32(&store, 0xfeedfeed)
	put32(&store, 2) // version
	put32(&store, count)
	store.Write(entries.Bytes())
	// The seal is no secret: its two words are the same in every Java.
	sum := sha1.New()
	for _, unit := range utf16.Encode([]rune(storePassword)) {
		sum.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	sum.Write([]byte("Mighty Aphrodite"))
	sum.Write(store.Bytes())
	return sum.Sum(store.Bytes())
}

func put32(b *bytes.Buffer, n uint32) { b.Write(binary.BigEndian.AppendUint32(nil, n)) }

func putString(b *bytes.Buffer, s string) {
	b.Write(binary.BigEndian.AppendUint16(nil, uint16(len(s))))
	b.WriteString(s)
}
