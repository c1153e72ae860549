// Like ask.go, with Node's global fetch.
const args = process.argv.slice(2);
for (let i = 0; i + 2 < args.length; i += 3) {
  const answer = await fetch(args[i + 1], { method: args[i], body: args[i + 2] || undefined });
  console.log(`${await answer.text()} ${answer.status}`);
}
