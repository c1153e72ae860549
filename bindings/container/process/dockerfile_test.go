package process

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseDockerfile(t *testing.T) {
	t.Parallel()
	sh := func(s string) []string { return []string{"/bin/sh", "-c", s} }
	for _, c := range []struct {
		name, text string
		vars       map[string]string
		want       stage
	}{
		{"exec forms are taken as they are", "FROM a\nENTRYPOINT [\"/x\", \"$HOME\"]\nCMD [\"y\"]\n", nil,
			stage{entrypoint: []string{"/x", "$HOME"}, cmd: []string{"y"}}},
		{"shell forms go to the shell", "FROM a\nCMD echo $X | cat\n", nil, stage{cmd: sh("echo $X | cat")}},
		{"SHELL changes the shell", "FROM a\nSHELL [\"/bin/bash\",\"-c\"]\nCMD x\n", nil,
			stage{shell: []string{"/bin/bash", "-c"}, cmd: []string{"/bin/bash", "-c", "x"}}},
		{"a new ENTRYPOINT clears CMD", "FROM a\nCMD [\"x\"]\nENTRYPOINT [\"y\"]\n", nil, stage{entrypoint: []string{"y"}, cmd: nil}},
		{"comments and empty lines do not end a continuation", "FROM a\nCMD one \\\n# note\n\n  two\n", nil, stage{cmd: sh("one   two")}},
		{"the escape directive changes the continuation", "# escape=`\nFROM a\nCMD one `\ntwo\n", nil, stage{cmd: sh("one two")}},
		{"Windows line ends are accepted", "FROM a\r\nCMD x\r\n", nil, stage{cmd: sh("x")}},
		{"ENV takes both forms and substitutes", "FROM a\nENV A=1 B=\"two words\" C=$A\nENV D the rest ${A}\n", nil,
			stage{env: []string{"A=1", "B=two words", "C=", "D=the rest 1"}}},
		{"single quotes and escapes keep the dollar", "FROM a\nENV A='$X' B=\\$X\n", nil, stage{env: []string{"A=$X", "B=$X"}}},
		{"defaults and alternatives are applied", "FROM a\nENV A=${X:-d} B=${X:+e}\nENV C=${A:+f}\n", nil,
			stage{env: []string{"A=d", "B=", "C=f"}}},
		{"ARG gives a default and build arguments win", "FROM a\nARG V=1\nARG W=2\nENV A=$V B=$W\n", map[string]string{"W": "9"},
			stage{env: []string{"A=1", "B=9"}}},
		{"a global ARG must be declared again in the stage", "ARG V=1\nFROM a:$V\nENV A=x$V\nARG V\nENV B=x$V\n", nil,
			stage{env: []string{"A=x", "B=x1"}}},
		{"WORKDIR adds up", "FROM a\nWORKDIR /app\nWORKDIR sub\n", nil, stage{workdir: "/app/sub"}},
		{"COPY resolves against WORKDIR", "FROM a\nWORKDIR /app\nCOPY a b ./\nCOPY [\"c d\", \"/e\"]\nCOPY --chown=1:1 . .\n", nil,
			stage{workdir: "/app", copies: []copyStep{{[]string{"a", "b"}, "/app/"}, {[]string{"c d"}, "/e"}, {[]string{"."}, "/app/"}}}},
		{"COPY --from is left out with a line", "FROM a\nCOPY --from=build /x /y\n", nil,
			stage{skipped: []string{"Dockerfile:2: COPY --from=build is left out: other stages and images are not built"}}},
		{"only the last stage counts", "FROM a AS one\nENV A=1\nFROM b\nENV B=2\n", nil, stage{env: []string{"B=2"}}},
		{"a stage inherits from an earlier one by name", "FROM a AS one\nENV A=1\nCMD [\"x\"]\nFROM one\nENV B=2\n", nil,
			stage{env: []string{"A=1", "B=2"}, cmd: []string{"x"}}},
		{"RUN is counted, and shifts are no here-documents", "FROM a\nRUN echo $((1<<2)) && cat <<<x\nUSER 1\n", nil, stage{runs: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseDockerfile("Dockerfile", c.text, c.vars)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, c.want) {
				t.Errorf("got  %+v\nwant %+v", *got, c.want)
			}
		})
	}
}

func TestParseDockerfile_Errors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"an empty file has no FROM", "", "Dockerfile:1: no FROM instruction"},
		{"an instruction before FROM", "\nENV A=1", "Dockerfile:2: ENV before the first FROM"},
		{"an unknown instruction", "FROM a\n\nFETCH x", "Dockerfile:3: unknown instruction FETCH"},
		{"a here-document", "FROM a\nRUN <<EOF\nx\nEOF\n", "Dockerfile:2: RUN with a here-document"},
		{"an open quote", "FROM a\nENV A=\"x", "Dockerfile:2: ENV has a quote that is not closed"},
		{"an open brace", "FROM a\nENV A=${x", "Dockerfile:2: ENV has a ${ that is not closed"},
		{"a COPY without destination", "FROM a\nCOPY x", "Dockerfile:2: COPY needs a source and a destination"},
		{"several sources to a file", "FROM a\nCOPY x y /z", "Dockerfile:2: COPY with several sources"},
		{"a wrong escape", "# escape=x\nFROM a", "Dockerfile:1: escape must be"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseDockerfile("Dockerfile", c.text, nil)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}
