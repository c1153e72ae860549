# A daemon that has left its parent's session asks on and on, and says each answer.
setsid sh -c 'while :; do curl -s --max-time 5 --data daemon http://my.worker/ && echo; done' </dev/null 2>/dev/null &
exec sleep 1000
