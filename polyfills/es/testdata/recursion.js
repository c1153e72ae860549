// Built-in functions that scripts have led round and round throw V8's RangeError: with the one as a method or getter that the
// other asks for, they call one another where no function of a script runs.
const ways = [
  () => { const a=[]; a.join=a.toString; a.toString(); },
  () => { const d=new Date; d.toISOString=d.toJSON; d.toJSON(); },
  () => { const p=Promise.resolve(); p.then=p.catch; p.catch(); },
  () => { const p=Promise.resolve(); p.then=p.finally; p.finally(); },
  () => { const o={}; o.toString=o.toLocaleString; o.toLocaleString(); },
  () => { const o={toString: Array.prototype.toString, join: Array.prototype.toString}; ''+o; },
  () => { const g=Object.getOwnPropertyDescriptor(RegExp.prototype,'flags').get; const o={}; Object.defineProperty(o,'hasIndices',{get:g}); g.call(o); },
  () => { const e=new Error; Object.defineProperty(e,'name',{get:Error.prototype.toString}); e.toString(); },
  () => { const o = {}; o.toString = Function.prototype.call; '' + o; },
  () => { const o={}; Object.defineProperty(o,Symbol.toStringTag,{get:Object.prototype.toString}); o+''; },
  () => { const o={}; Object.defineProperty(o,Symbol.toStringTag,{get:Object.prototype.toLocaleString}); o.toLocaleString(); },
  () => { const o={toString:Function.prototype.apply}; ''+o; },
  () => { const r=/a/g; r.exec=RegExp.prototype[Symbol.match]; r[Symbol.match]('a'); },
  () => { const o={}; Object.defineProperty(o,'length',{get:Array.prototype.pop}); Array.prototype.pop.call(o); },
  () => { const o={length:1}; Object.defineProperty(o,0,{get:Array.prototype.at}); Array.prototype.at.call(o); },
  () => { const o={toString:String.prototype.concat}; ''+o; },
  () => { const o={}; o.toString=String.prototype.localeCompare; o.toString('a'); },
];
for (const way of ways) {
  test(`${way} ends`, () => assertThrows(way, RangeError, 'Maximum call stack size exceeded'));
}
