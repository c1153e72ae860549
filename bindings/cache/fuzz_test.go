package cache

import "testing"

func FuzzParseRanges(f *testing.F) {
	for _, seed := range []string{"bytes=0-0,2-", "bytes=-5", "bytes=5-1", "lines=1", "bytes = 1 - 2 , 3-", "bytes=99999999999999999999-"} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		ranges, ok := parseRanges(header, size)
		if !ok && ranges != nil {
			t.Errorf("%q is refused and gives %v", header, ranges)
		}
		for _, r := range ranges {
			if size > 0 && (r.start < 0 || r.end < r.start || r.end >= size) {
				t.Errorf("%q of %d bytes gives %v", header, size, ranges)
			}
		}
	})
}

func FuzzFreshness(f *testing.F) {
	for _, seed := range []string{"max-age=60", "s-maxage=\"1\", private", "max-age=-1, stale-if-error=9e99", "max-age=99999999999999999999999", "=,=,="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, control string) {
		p := policy{header: map[string][]string{"Cache-Control": {control}}, directives: directives(control), status: 200}
		if ttl := p.timeToLive(); ttl < 0 || ttl > longest {
			t.Errorf("%q lives for %v", control, ttl)
		}
	})
}
