# Like ask.go, with Python's standard library.
import sys
import urllib.error
import urllib.request

args = sys.argv[1:]
while len(args) >= 3:
    method, url, body, *args = args
    request = urllib.request.Request(url, method=method, data=body.encode() or None)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            print(answer.read().decode(), answer.status)
    except urllib.error.HTTPError as answer:
        print(answer.read().decode(), answer.code)
