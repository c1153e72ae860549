// Command server is the program of an image that has nothing else: it listens on port 8080 and asks
// others for what it is asked for.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// caFile is the platform's.
const caFile = "/etc/cloudflare/certs/cloudflare-containers-ca.crt"

func main() {
	if len(os.Args) > 1 { // a further command
		fmt.Println(strings.Join(os.Args[1:], " "), os.Getenv("GREETING"), os.Getenv("WHO"))
		return
	}
	http.HandleFunc("/ask", ask)
	http.HandleFunc("/write", func(w http.ResponseWriter, r *http.Request) {
		say(w, "written", os.WriteFile(r.FormValue("file"), []byte(r.FormValue("text")), 0o644))
	})
	http.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) {
		b, err := os.ReadFile(r.FormValue("file"))
		say(w, string(b), err)
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		dir, err := os.Getwd()
		say(w, fmt.Sprint(r.URL.Path, " ", os.Getenv("GREETING"), " ", os.Getenv("WHO"), " ", dir), err)
	})
	fmt.Println("listening")
	fmt.Println(http.ListenAndServe(":8080", nil))
	os.Exit(1)
}

// ask gets an address by a protocol, with the platform's certificate authority alone.
func ask(w http.ResponseWriter, r *http.Request) {
	pem, err := os.ReadFile(caFile)
	if err != nil {
		say(w, "", err)
		return
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	resp, err := client.Get(r.FormValue("by") + "://" + r.FormValue("of"))
	if err != nil {
		say(w, "", err)
		return
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	say(w, resp.Proto+" "+string(b), err)
}

func say(w io.Writer, text string, err error) {
	if err != nil {
		text = err.Error()
	}
	fmt.Fprint(w, text)
}
