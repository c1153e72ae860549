package compat_test

import (
	"slices"
	"testing"

	"paddock/polyfills/compat"
)

func TestSet_Has(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, date string
		flags      []string
		flag       string
		want       bool
	}{
		{"a date switches on what is the default since then", "2025-09-01", nil, "strip_authorization_on_cross_origin_redirect", true},
		{"the day before does not", "2025-08-31", nil, "strip_authorization_on_cross_origin_redirect", false},
		{"a name switches on at any date", "2022-01-01", []string{"rpc"}, "rpc", true},
		{"the opposite name switches off", "2026-06-01", []string{"no_set_event_target_this"}, "set_event_target_this", false},
		{"nodejs_compat brings v2 along from its date on", "2024-09-23", []string{"nodejs_compat"}, "nodejs_compat_v2", true},
		{"and not before", "2024-09-22", []string{"nodejs_compat"}, "nodejs_compat_v2", false},
		{"v2 is switched off by its own name", "2024-09-23", []string{"nodejs_compat", "no_nodejs_compat_v2"}, "nodejs_compat_v2", false},
		{"a flag is brought along by one that is brought along itself", "2026-05-01", []string{"nodejs_compat"}, "enable_nodejs_http_server_modules", true},
		{"one of two flags that bring another along is enough", "2025-01-01", []string{"nodejs_compat_v2"}, "nodejs_zlib", true},
		{"nodejs_compat is the default since its date", "2026-08-04", nil, "nodejs_compat_v2", true},
		{"an unknown flag is off", "2026-08-04", nil, "no_such_flag", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := compat.New(c.date, c.flags).Has(c.flag); got != c.want {
				t.Errorf("%s is %v", c.flag, got)
			}
		})
	}
}

func TestSet_Node(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"nodejs_compat", "nodejs_compat_v2"} {
		if !compat.New("2024-01-01", []string{flag}).Node() {
			t.Errorf("%s does not allow Node's modules", flag)
		}
	}
	if compat.New("2026-01-01", nil).Node() {
		t.Error("Node's modules are allowed without a flag")
	}
}

func TestSet_Builtin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, date, module string
		flags              []string
		want               bool
	}{
		{"a module is there since its flag's date", "2025-09-15", "fs", []string{"nodejs_compat"}, true},
		{"and not the day before", "2025-09-14", "fs", []string{"nodejs_compat"}, false},
		{"its flag brings it earlier", "2025-01-01", "fs", []string{"nodejs_compat", "enable_nodejs_fs_module"}, true},
		{"its opposite takes it away", "2026-11-17", "fs", []string{"disable_nodejs_fs_module"}, false},
		{"what it has in a folder comes with it", "2026-03-16", "readline/promises", []string{"nodejs_compat"}, false},
		{"but the promises of files, which were always there", "2024-01-01", "fs/promises", []string{"nodejs_compat"}, true},
		{"most are there whatever the date", "2024-01-01", "path/posix", []string{"nodejs_compat"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := compat.New(c.date, c.flags).Builtin(c.module); got != c.want {
				t.Errorf("%s is there: %v", c.module, got)
			}
		})
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"nodejs_compat": true, "no_global_navigator": true, "nodejs_compt": false, "streaming_tail_worker": true, "": false} {
		if compat.Exists(name) != want {
			t.Errorf("%q exists: %v", name, !want)
		}
	}
	for name, want := range map[string]bool{"python_workers": true, "typescript_strip_types": true, "nodejs_compat": false, "nodejs_compt": false, "streaming_tail_worker": false} {
		if compat.Inert(name) != want {
			t.Errorf("%q decides nothing: %v", name, !want)
		}
	}
	if got := compat.Unknown([]string{"rpc", "webgpu", "nodejs_compt", "nope"}); got != "nodejs_compt" {
		t.Errorf("the first unknown flag is %q", got)
	}
	if known := compat.Known(); !slices.Contains(known, "nodejs_compat") || !slices.IsSorted(known) {
		t.Errorf("known flags are %v", known)
	}
}

func TestConflict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want string
		flags      []string
	}{
		{"flags of different things may stand together", "", []string{"nodejs_compat", "no_global_navigator"}},
		{"one may not be there twice", "Compatibility flag specified multiple times: rpc", []string{"rpc", "rpc"}},
		{"nor with its opposite", "Compatibility flags are mutually contradictory: rpc vs no_rpc", []string{"no_rpc", "rpc"}},
		{"both of Node's may", "", []string{"nodejs_compat", "nodejs_compat_v2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := compat.Conflict(c.flags); got != c.want {
				t.Errorf("%v: %q", c.flags, got)
			}
		})
	}
}
