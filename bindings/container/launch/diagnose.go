package launch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"paddock/bindings/container"
)

// ErrNeedsRoot is why the link nft cannot be had by others.
var ErrNeedsRoot = errors.New("needs root")

// Diagnose tries each link and says what may help where it cannot be had.
func Diagnose(ctx context.Context, links []string, probe func(ctx context.Context, link string) error) []container.Diagnosis {
	var all []container.Diagnosis
	for _, link := range links {
		begin := time.Now()
		err := probe(ctx, link)
		d := container.Diagnosis{Link: link, Err: err, Took: time.Since(begin)}
		if err != nil {
			d.Mend = mend(link, err)
		}
		all = append(all, d)
	}
	return all
}

// mend says what may help against the reasons that links are refused for.
func mend(link string, err error) string {
	denied := errors.Is(err, ErrNeedsRoot) || errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "not permitted") || strings.Contains(err.Error(), "permission denied")
	full := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EUSERS)
	switch link {
	case LinkNFT:
		if denied && os.Geteuid() != 0 {
			return "run it as root; the link nft-rootless catches as much without"
		}
		if denied {
			return "in a container: start it with --cap-add SYS_ADMIN --cap-add NET_ADMIN, or --privileged"
		}
		return "the kernel needs nf_tables with redirect: modprobe nf_tables nft_redir nft_chain_nat"
	case LinkNFTRootless:
		switch {
		case denied:
			return "allow user namespaces: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), kernel.unprivileged_userns_clone=1 (Debian); in a container: --security-opt seccomp=unconfined"
		case full:
			return "allow user namespaces: sysctl -w user.max_user_namespaces=10000"
		}
		return "the kernel needs nf_tables with redirect: modprobe nf_tables nft_redir nft_chain_nat"
	case LinkSeccomp:
		if denied {
			return "in a container: start it with --cap-add SYS_PTRACE"
		}
		return "needs Linux 5.6 or later on amd64 or arm64"
	}
	return ""
}
