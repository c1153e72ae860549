package image

import (
	"net/http"
	"strconv"
	"time"
)

// patient waits when a registry says how long to wait, and asks again.
type patient struct {
	next     http.RoundTripper
	progress *progress
}

// The longest wait that is worth waiting for, and how often.
const (
	longestWait = 30 * time.Second
	mostWaits   = 3
)

// RoundTrip implements [http.RoundTripper]. Requests for images have no bodies, so they can be sent
// again as they are.
func (t *patient) RoundTrip(req *http.Request) (*http.Response, error) {
	for waits := 0; ; waits++ {
		res, err := t.next.RoundTrip(req)
		if err != nil || res.StatusCode != http.StatusTooManyRequests || req.Body != nil || waits == mostWaits {
			return res, err
		}
		wait, ok := retryAfter(res.Header.Get("Retry-After"), time.Now())
		if !ok || wait > longestWait {
			return res, nil
		}
		res.Body.Close()
		t.progress.say("The registry asks to wait %s (429 Too Many Requests)", wait.Round(time.Second))
		timer := time.NewTimer(wait)
		select {
		case <-req.Context().Done():
			timer.Stop()
			return nil, req.Context().Err()
		case <-timer.C:
		}
	}
}

// retryAfter reads the header: seconds or a date. See RFC 9110, section 10.2.3.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, date.Sub(now)), true
}
