package dockerfile

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"paddock/bindings/container/image"
)

func parse(t testing.TB, text string) *File {
	t.Helper()
	f, err := Parse("Dockerfile", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFile_Plan_Config(t *testing.T) {
	t.Parallel()
	sh := func(s string) []string { return []string{"/bin/sh", "-c", s} }
	env := func(env ...string) image.Config { return image.Config{Env: env} }
	for _, c := range []struct {
		name, text string
		base       image.Config
		args       map[string]string
		want       image.Config
	}{
		{"exec forms are taken as they are", "FROM a\nENTRYPOINT [\"/x\", \"$HOME\"]\nCMD [\"y\"]\n", image.Config{}, nil,
			image.Config{Entrypoint: []string{"/x", "$HOME"}, Cmd: []string{"y"}}},
		{"shell forms go to the shell", "FROM a\nCMD echo $X | cat\n", image.Config{}, nil, image.Config{Cmd: sh("echo $X | cat")}},
		{"SHELL changes the shell", "FROM a\nSHELL [\"/bin/bash\",\"-c\"]\nCMD x\n", image.Config{}, nil,
			image.Config{Shell: []string{"/bin/bash", "-c"}, Cmd: []string{"/bin/bash", "-c", "x"}}},
		{"a new ENTRYPOINT clears the base image's CMD", "FROM a\nENTRYPOINT [\"y\"]\n", image.Config{Cmd: []string{"x"}}, nil, image.Config{Entrypoint: []string{"y"}}},
		{"a CMD of the stage itself stays", "FROM a\nCMD [\"x\"]\nENTRYPOINT [\"y\"]\n", image.Config{}, nil, image.Config{Entrypoint: []string{"y"}, Cmd: []string{"x"}}},
		{"an empty list clears", "FROM a\nENTRYPOINT []\nCMD []\n", image.Config{Entrypoint: []string{"x"}, Cmd: []string{"y"}}, nil, image.Config{}},
		{"comments and empty lines do not end a continuation", "FROM a\nCMD one \\\n# note\n\n  two\n", image.Config{}, nil, image.Config{Cmd: sh("one   two")}},
		{"the escape directive changes the continuation", "# escape=`\nFROM a\nCMD one `\ntwo\n", image.Config{}, nil, image.Config{Cmd: sh("one two")}},
		{"Windows line ends are accepted", "FROM a\r\nCMD x\r\n", image.Config{}, nil, image.Config{Cmd: sh("x")}},
		{"ENV takes both forms and substitutes", "FROM a\nENV A=1 B=\"two words\" C=$A\nENV D the rest ${A}\n", image.Config{}, nil,
			env("A=1", "B=two words", "C=", "D=the rest 1")},
		{"ENV replaces what the base image has", "FROM a\nENV PATH=/x:$PATH\n", env("PATH=/bin", "A=1"), nil, env("PATH=/x:/bin", "A=1")},
		{"single quotes and escapes keep the dollar", "FROM a\nENV A='$X' B=\\$X\n", image.Config{}, nil, env("A=$X", "B=$X")},
		{"defaults and alternatives are applied", "FROM a\nENV A=${X:-d} B=${X:+e}\nENV C=${A:+f}\n", image.Config{}, nil, env("A=d", "B=", "C=f")},
		{"patterns are cut off and replaced", "FROM a\nENV A=v1.2.3\nENV B=${A#v} C=${A%.*} D=${A//./-}\n", image.Config{}, nil, env("A=v1.2.3", "B=1.2.3", "C=v1.2", "D=v1-2-3")},
		{"ARG gives a default and build arguments win", "FROM a\nARG V=1\nARG W=2\nENV A=$V B=$W\n", image.Config{}, map[string]string{"W": "9"}, env("A=1", "B=9")},
		{"a build argument that no ARG names is not seen", "FROM a\nENV A=x$V\n", image.Config{}, map[string]string{"V": "9"}, env("A=x")},
		{"a global ARG must be declared again in the stage", "ARG V=1\nFROM a:$V\nENV A=x$V\nARG V\nENV B=x$V\n", image.Config{}, nil, env("A=x", "B=x1")},
		{"a default of the stage wins over the global one", "ARG V=1\nFROM a\nARG V=2\nENV A=$V\n", image.Config{}, nil, env("A=2")},
		{"ENV wins over ARG", "FROM a\nENV V=env\nARG V=arg\nENV A=$V\n", image.Config{}, nil, env("V=env", "A=env")},
		{"the platform's arguments need an ARG", "FROM a\nENV A=$TARGETARCH\nARG TARGETARCH\nARG BUILDPLATFORM\nENV B=$TARGETARCH C=$BUILDPLATFORM\n", image.Config{}, nil,
			env("A=", "B=mips", "C=linux/mips")},
		{"WORKDIR adds up", "FROM a\nWORKDIR /app\nWORKDIR sub\n", image.Config{}, nil, image.Config{WorkingDir: "/app/sub"}},
		{"WORKDIR begins at the base image's", "FROM a\nWORKDIR sub\n", image.Config{WorkingDir: "/base"}, nil, image.Config{WorkingDir: "/base/sub"}},
		{"EXPOSE takes ranges, protocols and variables", "FROM a\nARG P=9000\nEXPOSE 80 53/UDP $P 8000-8002\n", image.Config{}, nil,
			image.Config{ExposedPorts: []string{"53/udp", "80/tcp", "8000/tcp", "8001/tcp", "8002/tcp", "9000/tcp"}}},
		{"LABEL, USER, STOPSIGNAL and VOLUME are kept", "FROM a\nARG U=me\nLABEL a=1 \"b c\"=\"d $U\"\nUSER $U:grp\nSTOPSIGNAL SIGINT\nVOLUME /b /a\n", image.Config{Labels: map[string]string{"z": "0"}}, nil,
			image.Config{Labels: map[string]string{"a": "1", "b c": "d me", "z": "0"}, User: "me:grp", StopSignal: "SIGINT", Volumes: []string{"/a", "/b"}}},
		{"HEALTHCHECK and MAINTAINER say nothing", "FROM a\nMAINTAINER me\nHEALTHCHECK CMD curl localhost\n", image.Config{}, nil, image.Config{}},
		{"ONBUILD is for images on this one", "FROM a\nONBUILD ENV A=1\n", image.Config{}, nil, image.Config{OnBuild: []string{"ENV A=1"}}},
		{"what the base image left by ONBUILD is done first", "FROM a\nENV B=$A\n", image.Config{OnBuild: []string{"ENV A=1", "USER x"}}, nil,
			image.Config{Env: []string{"A=1", "B=1"}, User: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parse(t, c.text).Plan(0, c.base, Inputs{Args: c.args, Platform: "linux/mips"})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Config, c.want) {
				t.Errorf("got  %+v\nwant %+v", got.Config, c.want)
			}
		})
	}
}

func TestFile_Plan_DoesNotChangeTheBase(t *testing.T) {
	t.Parallel()
	base := image.Config{Env: []string{"A=1"}, Labels: map[string]string{"a": "1"}, Volumes: []string{"/z", "/a"}[:1]}
	f := parse(t, "FROM a\nENV A=2\nLABEL a=2\nVOLUME /b\n")
	for range 2 {
		if _, err := f.Plan(0, base, Inputs{}); err != nil {
			t.Fatal(err)
		}
	}
	if base.Env[0] != "A=1" || base.Labels["a"] != "1" || base.Volumes[0] != "/z" {
		t.Errorf("base is %+v", base)
	}
}

func TestFile_Plan_Steps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"COPY resolves against WORKDIR", "WORKDIR /app\nCOPY a b ./",
			`[{"Line":2,"Text":"WORKDIR /app","Dir":"/app"},{"Line":3,"Text":"COPY a b ./","Copy":{"Sources":["a","b"],"Dest":"/app/"}}]`},
		{"COPY has its options", "ARG U=me\nCOPY --from=0 --chown=$U:g --chmod=755 --link --exclude=*.md [\"c d\", \"/e\"]",
			`[{"Line":3,"Text":"COPY --from=0 --chown=$U:g --chmod=755 --link --exclude=*.md [\"c d\", \"/e\"]","Copy":{"From":"0","Sources":["c d"],"Dest":"/e","Chown":"me:g","Chmod":"755","Exclude":["*.md"]}}]`},
		{"COPY of a here-document replaces variables unless its name is quoted", "ARG N=x\nCOPY <<A <<'B' /d/\n$N \"q\"\nA\n$N\nB",
			`[{"Line":3,"Text":"COPY <<A <<'B' /d/","Copy":{"Inline":[{"Name":"A","Text":"x \"q\"\n"},{"Name":"B","Text":"$N\n"}],"Dest":"/d/"}}]`},
		{"ADD has its options", "ADD --checksum=sha256:1 --unpack=true https://a/b /c",
			`[{"Line":2,"Text":"ADD --checksum=sha256:1 --unpack=true https://a/b /c","Copy":{"Add":true,"Sources":["https://a/b"],"Dest":"/c","Checksum":"sha256:1","Unpack":true}}]`},
		{"RUN sees ARG and ENV", "ARG A=1\nARG B=arg\nENV B=env\nUSER u\nRUN echo \\\n  $A",
			`[{"Line":6,"Text":"RUN echo $A","Run":{"Argv":["/bin/sh","-c","echo   $A"],"Env":["A=1","B=env"],"Dir":"/","User":"u","Network":true}}]`},
		{"RUN in exec form has no shell", "RUN [\"a\",\"b c\"]", `[{"Line":2,"Text":"RUN [\"a\",\"b c\"]","Run":{"Argv":["a","b c"],"Dir":"/","Network":true}}]`},
		{"RUN without network", "RUN --network=none x", `[{"Line":2,"Text":"RUN --network=none x","Run":{"Argv":["/bin/sh","-c","x"],"Dir":"/"}}]`},
		{"RUN of a here-document is a script for the shell", "RUN <<EOF\na\nb\nEOF", `[{"Line":2,"Text":"RUN <<EOF","Run":{"Argv":["/bin/sh","-c","a\nb\n"],"Dir":"/","Network":true}}]`},
		{"RUN of a here-document with #! is a program", "RUN <<EOF\n#!/usr/bin/python3\nb\nEOF",
			`[{"Line":2,"Text":"RUN <<EOF","Run":{"Argv":["/dev/pipes/EOF"],"Dir":"/","Network":true,"Script":{"Name":"EOF","Text":"#!/usr/bin/python3\nb\n"}}}]`},
		{"other here-documents are the shell's own", "RUN cat <<A > /x\nt\nA", `[{"Line":2,"Text":"RUN cat <<A > /x","Run":{"Argv":["/bin/sh","-c","cat <<A > /x\nt\nA"],"Dir":"/","Network":true}}]`},
		{"mounts are read", "ARG D=/c\nRUN --mount=type=cache,target=$D,id=i,sharing=locked,mode=0700,uid=1 --mount=from=b,source=/s,target=/t --mount=type=tmpfs,target=/m,size=1m --mount=type=secret,id=tok --mount=type=secret,id=tok,env=TOK,required x",
			`[{"Line":3,"Text":"RUN --mount=type=cache,target=$D,id=i,sharing=locked,mode=0700,uid=1 --mount=from=b,source=/s,target=/t --mount=type=tmpfs,target=/m,size=1m --mount=type=secret,id=tok --mount=type=secret,id=tok,env=TOK,required x","Run":{"Argv":["/bin/sh","-c","x"],"Env":["D=/c"],"Dir":"/","Network":true,"Mounts":[{"Type":"cache","Target":"/c","ID":"i","Sharing":"locked","Mode":448,"UID":1},{"Type":"bind","From":"b","Source":"/s","Target":"/t","ReadOnly":true},{"Type":"tmpfs","Target":"/m","Size":1048576},{"Type":"secret","Target":"/run/secrets/tok","ReadOnly":true,"ID":"tok"},{"Type":"secret","ReadOnly":true,"ID":"tok","Required":true,"Env":"TOK"}]}}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			plan, err := parse(t, "FROM a\n"+c.text+"\n").Plan(0, image.Config{}, Inputs{})
			if err != nil {
				t.Fatal(err)
			}
			got, want := asJSON(t, plan.Steps), any(nil)
			if err := json.Unmarshal([]byte(strings.ReplaceAll(c.want, "\n", `\n`)), &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				text, _ := json.Marshal(got)
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
		})
	}
}

// asJSON leaves out what says nothing.
func asJSON(t testing.TB, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	var clean func(any)
	clean = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				clean(e)
			}
		case map[string]any:
			for k, e := range v {
				if e == nil || e == "" || e == false || e == 0.0 {
					delete(v, k)
				}
				clean(e)
			}
		}
	}
	clean(out)
	return out
}

func TestFile_Plan_ProxyArgs(t *testing.T) {
	t.Parallel()
	plan, err := parse(t, "FROM a\nRUN x\n").Plan(0, image.Config{}, Inputs{Args: map[string]string{"https_proxy": "p", "OTHER": "o"}})
	if err != nil {
		t.Fatal(err)
	}
	if run := plan.Steps[0].Run; len(run.Env) != 0 || len(run.Proxy) != 1 || run.Proxy[0] != "https_proxy=p" {
		t.Errorf("step is %+v", run)
	}
}

func TestFile_Stages(t *testing.T) {
	t.Parallel()
	f := parse(t, "ARG V=3\nARG BASE=alpine\nFROM --platform=$BUILDPLATFORM $BASE:$V AS one\nFROM scratch AS Two\nFROM ONE\nFROM two AS last\n")
	stages, err := f.Stages(Inputs{Args: map[string]string{"V": "4"}, Platform: "linux/amd64"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Stage{
		{Name: "one", Base: "alpine:4", From: -1, Platform: "linux/amd64", Line: 3},
		{Name: "two", Base: "scratch", From: -1, Line: 4},
		{Base: "ONE", From: 0, Line: 5},
		{Name: "last", Base: "two", From: 1, Line: 6},
	}
	if !reflect.DeepEqual(stages, want) {
		t.Errorf("stages are %+v", stages)
	}
	t.Run("a target is found by name and number", func(t *testing.T) {
		for name, want := range map[string]int{"": 3, "ONE": 0, "2": 2} {
			if got, err := f.Target(stages, name); err != nil || got != want {
				t.Errorf("target %q is %d, %v", name, got, err)
			}
		}
	})
	t.Run("a target that is none names those there are", func(t *testing.T) {
		_, err := f.Target(stages, "x")
		if err == nil || err.Error() != `Dockerfile: there is no stage "x"; those with a name are: one, two, last` {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("the image below all stages is found", func(t *testing.T) {
		base, err := parse(t, "FROM cloudflare/sandbox:0.12.10 AS a\nFROM a AS b\nFROM b\n").Base(Inputs{})
		if err != nil || base != "cloudflare/sandbox:0.12.10" {
			t.Errorf("base is %s, %v", base, err)
		}
	})
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"an empty file has no FROM", "", "Dockerfile:1: file with no instructions"},
		{"a file of ARGs has no FROM", "ARG A=1", "Dockerfile:1: there is no FROM, which every Dockerfile begins with"},
		{"an instruction before FROM", "\nENV A=1", "Dockerfile:2: no build stage in current context"},
		{"an unknown instruction", "FROM a\n\nFETCH x", "Dockerfile:3: unknown instruction: FETCH"},
		{"a misspelt instruction", "FROM a\nCOPPY x y", "Dockerfile:2: unknown instruction: COPPY (did you mean COPY?)"},
		{"a here-document without end", "FROM a\nRUN <<EOF\nx\n", "Dockerfile:2: unterminated heredoc"},
		{"an open quote", "FROM a\nENV A=\"x", "Dockerfile:2: ENV: failed to process"},
		{"an open brace", "FROM a\nENV A=${x", "Dockerfile:2: ENV: failed to process"},
		{"a COPY without destination", "FROM a\nCOPY x", "Dockerfile:2: COPY requires at least two arguments"},
		{"several sources to a file", "FROM a\nCOPY x y /z", "Dockerfile:2: COPY: with more than one source file, the destination must be a directory and end with a /; write /z/"},
		{"a wrong escape", "# escape=x\nFROM a", "Dockerfile:1: invalid escape token 'x'"},
		{"an empty image", "FROM $X", "Dockerfile:1: FROM $X names no image, because a variable in it is empty"},
		{"a port that is none", "FROM a\nEXPOSE 70000", `Dockerfile:2: EXPOSE: "70000" is no port`},
		{"an option that needs Docker", "FROM a\nRUN --security=insecure x", "Dockerfile:2: RUN: --security is not supported without Docker; build with the engine docker"},
		{"--parents", "FROM a\nCOPY --parents a /b", "Dockerfile:2: COPY: --parents is not supported without Docker"},
		{"a mount that needs Docker", "FROM a\nRUN --mount=type=ssh x", "Dockerfile:2: RUN: --mount=type=ssh is not supported without Docker"},
		{"a mount without target", "FROM a\nRUN --mount=type=cache x", "Dockerfile:2: RUN: --mount=type=cache needs a target"},
		{"a required variable", "FROM a\nARG V\nENV A=\"${V:?say which}\"", "Dockerfile:3: ENV: failed to process"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f, err := Parse("Dockerfile", []byte(c.text))
			if err == nil {
				if _, err = f.Stages(Inputs{}); err == nil {
					_, err = f.Plan(0, image.Config{}, Inputs{})
				}
			}
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
	t.Run("a mistake in ONBUILD is at FROM", func(t *testing.T) {
		_, err := parse(t, "\nFROM a\n").Plan(0, image.Config{OnBuild: []string{"EXPOSE x"}}, Inputs{})
		if err == nil || !strings.HasPrefix(err.Error(), `Dockerfile:2: ONBUILD EXPOSE x, of the image that this is built on: EXPOSE: "x" is no port`) {
			t.Errorf("error is %v", err)
		}
	})
}

// FuzzParse feeds Dockerfiles that somebody hostile made: no text makes the parser panic.
func FuzzParse(f *testing.F) {
	f.Add("# escape=`\nARG V=1\nFROM a:$V AS b\nENV A=${V:-x} B=\"$A\"\nCOPY --from=b <<E x /y/\n$A\nE\nRUN --mount=type=cache,target=/x <<E\ny\nE\n")
	f.Add("FROM a\nEXPOSE 1-5/udp\nHEALTHCHECK --interval=1s CMD x\nONBUILD RUN y\nLABEL \"a b\"=c\nSHELL [\"x\"]\nCMD []\nVOLUME [\"/a\"]\n")
	f.Fuzz(func(_ *testing.T, text string) {
		file, err := Parse("Dockerfile", []byte(text))
		if err != nil {
			return
		}
		in := Inputs{Args: map[string]string{"V": "2"}, Platform: "linux/amd64"}
		stages, err := file.Stages(in)
		if err != nil {
			return
		}
		for i := range stages {
			_, _ = file.Plan(i, image.Config{OnBuild: []string{"RUN x"}}, in)
		}
	})
}
