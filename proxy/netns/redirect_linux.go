package netns

import (
	"fmt"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// The chain runs before Docker's own DNAT of 127.0.0.11 (priority -100), so
// that a resolver on the loopback is caught too.
const redirectPriority = -110

// closedPort is where UDP other than DNS goes: nobody listens, so the sender
// gets ECONNREFUSED, and QUIC falls back to TCP. An nft reject in the output
// hook would give EPERM instead.
const closedPort = 65535

// rangeSpecified is NF_NAT_RANGE_PROTO_SPECIFIED of linux/netfilter/nf_nat.h.
const rangeSpecified = 2

// redirect installs the rules in the calling thread's network namespace:
//
//	udp dport 53             redirect to :dnsPort
//	tcp dport 53             redirect to :dnsPort
//	fib daddr type local     return
//	tcp                      redirect to :tcpPort
//	udp                      redirect to :65535
func redirect(tcpPort, dnsPort uint16) error {
	conn, err := nftables.New()
	if err != nil {
		return fmt.Errorf("open nftables: %w", err)
	}
	priority := nftables.ChainPriority(redirectPriority)
	table := conn.AddTable(&nftables.Table{Family: nftables.TableFamilyINet, Name: "paddock"})
	chain := conn.AddChain(&nftables.Chain{
		Name: "egress", Table: table, Type: nftables.ChainTypeNAT,
		Hooknum: nftables.ChainHookOutput, Priority: &priority,
	})
	for _, rule := range [][][]expr.Any{
		{protocol(unix.IPPROTO_UDP), port(53), redirectTo(dnsPort)},
		{protocol(unix.IPPROTO_TCP), port(53), redirectTo(dnsPort)},
		{local(), {&expr.Verdict{Kind: expr.VerdictReturn}}},
		{protocol(unix.IPPROTO_TCP), redirectTo(tcpPort)},
		{protocol(unix.IPPROTO_UDP), redirectTo(closedPort)},
	} {
		var exprs []expr.Any
		for _, part := range rule {
			exprs = append(exprs, part...)
		}
		conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: exprs})
	}
	if err := conn.Flush(); err != nil {
		return fmt.Errorf("install nftables rules: %w", err)
	}
	return nil
}

func protocol(number byte) []expr.Any {
	return []expr.Any{
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{number}},
	}
}

func port(number uint16) []expr.Any {
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: binaryutil.BigEndian.PutUint16(number)},
	}
}

func local() []expr.Any {
	return []expr.Any{
		&expr.Fib{Register: 1, FlagDADDR: true, ResultADDRTYPE: true},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: binaryutil.NativeEndian.PutUint32(unix.RTN_LOCAL)},
	}
}

func redirectTo(number uint16) []expr.Any {
	return []expr.Any{
		&expr.Immediate{Register: 1, Data: binaryutil.BigEndian.PutUint16(number)},
		&expr.Redir{RegisterProtoMin: 1, RegisterProtoMax: 1, Flags: rangeSpecified},
	}
}
