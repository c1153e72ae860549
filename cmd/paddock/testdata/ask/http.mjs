// Like ask.go, with node:http and a connection that is kept.
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });
const ask = (method, url, body) =>
  new Promise((resolve, reject) => {
    const req = request(url, { method, agent }, async (answer) => {
      let text = "";
      for await (const piece of answer.setEncoding("utf8")) text += piece;
      resolve(`${text} ${answer.statusCode}`);
    });
    req.on("error", reject).end(body);
  });
const args = process.argv.slice(2);
for (let i = 0; i + 2 < args.length; i += 3) console.log(await ask(...args.slice(i, i + 3)));
agent.destroy();
