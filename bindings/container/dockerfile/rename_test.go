package dockerfile

import (
	"fmt"
	"strings"
	"testing"
)

func TestRenamed(t *testing.T) {
	t.Parallel()
	const text = `# FROM img:1
ARG TAG=1
FROM --platform=linux/amd64 img:${TAG} AS one
COPY --chmod=755 --from=img:1 \
  /img:1 /there
FROM one
COPY --from=one /a /b
COPY --from=0 /a /b
RUN --mount=type=bind,from=img:2,target=/m \
  cat /m
`
	const want = `# FROM img:1
ARG TAG=1
FROM --platform=linux/amd64 new:base AS one
COPY --chmod=755 --from=new:files \
  /img:1 /there
FROM one
COPY --from=one /a /b
COPY --from=0 /a /b
RUN --mount=type=bind,from=img:2,target=/m \
  cat /m
`
	f, err := Parse("Dockerfile", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	uses, err := f.Uses(Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, u := range uses {
		named = append(named, fmt.Sprint(u.Reference, u.Base))
	}
	if got := strings.Join(named, " "); got != "img:1true img:1false img:2false" {
		t.Errorf("it names %s", got)
	}
	got := f.Renamed(uses, func(u Use) string {
		switch {
		case u.Reference != "img:1":
			return ""
		case u.Base:
			return "new:base"
		}
		return "new:files"
	})
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}
