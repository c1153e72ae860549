# Like ask.go, with curl.
set -e
while [ $# -ge 3 ]; do
	curl -sS --max-time 30 -w ' %{http_code}\n' -X "$1" ${3:+--data-binary "$3"} "$2"
	shift 3
done
