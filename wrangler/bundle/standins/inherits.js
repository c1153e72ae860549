export { inherits as default } from "node:util";
