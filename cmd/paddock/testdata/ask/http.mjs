// Like ask.go, with node:http, node:https and a connection that is kept.
import http from "node:http";
import https from "node:https";

const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };
const ask = (method, url, body) =>
  new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const req = (protocol === "https:" ? https : http).request(url, { method, agent: agents[protocol] }, async (answer) => {
      let text = "";
      for await (const piece of answer.setEncoding("utf8")) text += piece;
      resolve(`${text} ${answer.statusCode}`);
    });
    req.on("error", reject).end(body);
  });
const args = process.argv.slice(2);
for (let i = 0; i + 2 < args.length; i += 3) console.log(await ask(...args.slice(i, i + 3)));
for (const agent of Object.values(agents)) agent.destroy();
