package process

import (
	"reflect"
	"testing"

	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/image"
)

func TestReadStage(t *testing.T) {
	t.Setenv("PATH", "/host/bin")
	for _, c := range []struct {
		name, text string
		want       stage
	}{
		{"COPY resolves against WORKDIR", "FROM a\nWORKDIR /app\nCOPY a b ./\nCOPY [\"c d\", \"/e\"]\nCOPY --chown=1:1 . .\n",
			stage{config: image.Config{WorkingDir: "/app"}, copies: []copyStep{{[]string{"a", "b"}, "/app/"}, {[]string{"c d"}, "/e"}, {[]string{"."}, "/app/"}}}},
		{"COPY --from is left out with a line", "FROM a\nCOPY --from=build /x /y\n",
			stage{skipped: []string{"Dockerfile:2: COPY --from=build is left out: other stages and images are not built"}}},
		{"an address is left out with a line", "FROM a\nADD https://x.example/y z /d/\n",
			stage{copies: []copyStep{{[]string{"z"}, "/d/"}}, skipped: []string{"Dockerfile:2: ADD https://x.example/y is left out: nothing is downloaded"}}},
		{"a here-document is left out with a line", "FROM a\nCOPY <<EOF /x\ntext\nEOF\n",
			stage{skipped: []string{"Dockerfile:2: COPY of a here-document is left out: only files of the build context are copied"}}},
		{"only the last stage counts", "FROM a AS one\nENV A=1\nFROM b\nENV B=2\n", stage{config: image.Config{Env: []string{"B=2"}}}},
		{"a stage inherits from an earlier one by name", "FROM a AS one\nENV A=1\nCMD [\"x\"]\nCOPY f /f\nFROM one\nENV B=2\n",
			stage{config: image.Config{Env: []string{"A=1", "B=2"}, Cmd: []string{"x"}}, copies: []copyStep{{[]string{"f"}, "/f"}}}},
		{"Cloudflare's image of a sandbox is one with the server", "FROM docker.io/cloudflare/sandbox:0.12.10-python\nENV A=1\nWORKDIR /app\nCMD [\"start\"]\n",
			stage{servers: []string{"/container-server/sandbox"}, config: image.Config{
				Entrypoint: []string{"/container-server/sandbox"}, Cmd: []string{"start"}, WorkingDir: "/app", ExposedPorts: []string{"3000/tcp"},
				Env: []string{"DEBIAN_FRONTEND=noninteractive", "SANDBOX_VERSION=0.12.10", "A=1"},
			}}},
		{"the server may be copied into another image", "FROM alpine\nCOPY --from=cloudflare/sandbox:1 /container-server/sandbox /sandbox\nCOPY --from=cloudflare/sandbox:1 /container-server/sandbox /bin/\n",
			stage{servers: []string{"/sandbox", "/bin/sandbox"}}},
		{"the server may come from a stage, by name or number", "ARG BASE=cloudflare/sandbox:1\nFROM ${BASE} AS one\nFROM one AS two\nFROM alpine\nCOPY --from=two /container-server/sandbox /sandbox\nCOPY --from=0 /container-server/sandbox /bin/\n",
			stage{servers: []string{"/sandbox", "/bin/sandbox"}}},
		{"RUN is counted, also with a here-document", "FROM a\nRUN echo $((1<<2)) && cat <<<x\nRUN <<EOF\nx\nEOF\n", stage{runs: 2}},
		{"what RUN lets be run is noted", "FROM a\nWORKDIR /app\nRUN apt-get update && chmod +x /start.sh bin/*.sh; chmod 0755 /x && chmod 644 /y && chmod -R u+rwx /z\n",
			stage{runs: 1, executable: []string{"/start.sh", "/app/bin/*.sh", "/x", "/z"}, config: image.Config{WorkingDir: "/app"}}},
		{"PATH is the host's", "FROM a\nENV PATH=/app/bin:$PATH X=$HOME\n", stage{config: image.Config{Env: []string{"PATH=/app/bin:/host/bin", "X="}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, err := dockerfile.Parse("Dockerfile", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := readStage(file, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, c.want) {
				t.Errorf("got  %+v\nwant %+v", *got, c.want)
			}
		})
	}
}
