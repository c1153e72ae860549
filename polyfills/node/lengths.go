package node

import (
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// lengths has the functions that take another number of parameters on the platform than they are written with here, as
// those whose parameters are optional, or are all made from one table: path/length, by module. A class's methods are found
// at its prototype. Packages that make promises of functions with callbacks look at that number.
var lengths = map[string]string{
	"assert": "Assert.prototype.ok/0",
	"buffer": "atob/0 btoa/0 Buffer.prototype.writeFloatLE/2 Buffer.prototype.writeFloatBE/2 " +
		"Buffer.prototype.writeDoubleLE/2 Buffer.prototype.writeDoubleBE/2",
	"child_process": "ChildProcess.prototype.kill/1 ChildProcess.prototype.send/4 _forkChild/2 exec/3 execFile/4 execFileSync/3 " +
		"execSync/2 fork/3 spawnSync/3",
	"cluster": "Worker/1 Worker.prototype.send/4 Worker.prototype.kill/1 Worker.prototype.destroy/1",
	"crypto": "ECDH.prototype.generateKeys/2 PublicKeyObject.prototype.export/1 PrivateKeyObject.prototype.export/1 " +
		"SecretKeyObject.prototype.export/1 scrypt/4 X509Certificate.prototype.checkEmail/2 " +
		"X509Certificate.prototype.checkIP/2 Verify.prototype.verify/2",
	"dgram": "Socket.prototype.bind/3 Socket.prototype.connect/3 Socket.prototype.sendto/6 Socket.prototype.send/6 " +
		"Socket.prototype.setBroadcast/1 Socket.prototype.setTTL/1 Socket.prototype.setMulticastTTL/1 " +
		"Socket.prototype.setMulticastLoopback/1 Socket.prototype.setMulticastInterface/1 " +
		"Socket.prototype.addMembership/2 Socket.prototype.dropMembership/2 " +
		"Socket.prototype.addSourceSpecificMembership/3 Socket.prototype.dropSourceSpecificMembership/3 " +
		"Socket.prototype.setRecvBufferSize/1 Socket.prototype.setSendBufferSize/1",
	"diagnostics_channel": "Channel.prototype.publish/0 Channel.prototype.runStores/0",
	"dns": "lookupService/1 resolve/3 resolve4/3 resolve6/3 resolveAny/1 resolveCname/2 resolveCaa/2 resolveMx/2 resolveNaptr/2 " +
		"resolveNs/2 resolvePtr/2 resolveSoa/2 resolveSrv/2 resolveTxt/2 reverse/2",
	"domain": "Domain.prototype.add/1 Domain.prototype.remove/1",
	"events": "prototype.removeAllListeners/1 prototype.listenerCount/1",
	"fs": "promises.FileHandle.prototype.appendFile/1 promises.FileHandle.prototype.read/0 " +
		"promises.FileHandle.prototype.readv/1 promises.FileHandle.prototype.readFile/0 " +
		"promises.FileHandle.prototype.readLines/0 promises.FileHandle.prototype.stat/0 " +
		"promises.FileHandle.prototype.truncate/0 promises.FileHandle.prototype.write/1 " +
		"promises.FileHandle.prototype.writev/1 promises.FileHandle.prototype.writeFile/1 " +
		"promises.FileHandle.prototype.createReadStream/0 promises.FileHandle.prototype.createWriteStream/0 " +
		"promises.appendFile/2 promises.chmod/2 promises.chown/3 promises.copyFile/3 promises.cp/3 promises.glob/1 " +
		"promises.lchmod/2 promises.lchown/3 promises.link/2 promises.lutimes/3 promises.open/3 promises.rename/2 " +
		"promises.rmdir/2 promises.symlink/2 promises.utimes/3 promises.writeFile/2 Dir/3 access/1 appendFile/4 " +
		"chmod/3 chown/4 close/1 copyFile/2 cp/4 exists/2 fchmod/3 fchown/4 fdatasync/2 fstat/3 fsync/1 " +
		"ftruncate/3 futimes/4 glob/3 lchmod/3 lchown/4 link/3 lstat/3 lutimes/4 mkdir/3 mkdtemp/3 open/1 " +
		"opendir/3 read/6 readFile/3 readdir/3 readlink/3 readv/4 realpath/3 rename/3 rm/3 rmdir/3 stat/3 statfs/3 " +
		"symlink/4 truncate/3 unlink/2 utimes/4 write/6 writeFile/4 writev/4 accessSync/1 existsSync/1 " +
		"appendFileSync/2 chmodSync/2 chownSync/3 closeSync/1 copyFileSync/2 cpSync/2 fchmodSync/2 fchownSync/3 " +
		"fdatasyncSync/1 fstatSync/1 fsyncSync/1 ftruncateSync/1 futimesSync/3 globSync/1 lchmodSync/2 " +
		"lchownSync/3 lutimesSync/3 linkSync/2 lstatSync/1 mkdirSync/1 mkdtempSync/1 opendirSync/1 openSync/1 " +
		"readdirSync/1 readFileSync/1 readlinkSync/1 readSync/2 readvSync/2 realpathSync/1 renameSync/2 " +
		"rmdirSync/1 rmSync/1 statSync/1 statfsSync/1 symlinkSync/2 truncateSync/1 unlinkSync/1 utimesSync/3 " +
		"writeFileSync/2 writeSync/2 writevSync/2 WriteStream.prototype.close/0 ReadStream.prototype.close/0 " +
		"createReadStream/1 createWriteStream/1 openAsBlob/1",
	"http": "validateHeaderName/1 ClientRequest.prototype.destroy/2 ClientRequest.prototype.onSocket/1 " +
		"ClientRequest.prototype.addTrailers/1 Agent.prototype.createConnection/2 Agent.prototype.destroy/1 " +
		"IncomingMessage/0 IncomingMessage.prototype._read/1 ServerResponse/1 " +
		"ServerResponse.prototype.assignSocket/1 ServerResponse.prototype.detachSocket/1 " +
		"ServerResponse.prototype.writeContinue/1 ServerResponse.prototype.writeProcessing/1 " +
		"ServerResponse.prototype.writeEarlyHints/2",
	"inspector": "Session.prototype.post/3 open/3 Network.requestWillBeSent/1 Network.dataReceived/1 Network.dataSent/1 " +
		"Network.responseReceived/1 Network.loadingFinished/1 Network.loadingFailed/1 Network.webSocketCreated/1 " +
		"Network.webSocketHandshakeResponseReceived/1 Network.webSocketClosed/1",
	"net":      "Stream.prototype._read/1 Stream.prototype.setNoDelay/1 Stream.prototype.setKeepAlive/2",
	"os":       "getPriority/1 userInfo/0",
	"readline": "Interface.prototype.setPrompt/1 Interface.prototype.prompt/1 Interface.prototype.write/2",
	"repl": "REPLServer.prototype.setupHistory/2 REPLServer.prototype.defineCommand/2 " +
		"REPLServer.prototype.displayPrompt/1",
	"stream": "Readable.prototype.map/2 Readable.prototype.asIndexedPairs/1 Readable.prototype.drop/2 Readable.prototype.filter/2 " +
		"Readable.prototype.flatMap/2 Readable.prototype.take/2 Transform.prototype._transform/0 Transform.prototype._read/1",
	"string_decoder": "StringDecoder/0",
	"timers":         "setImmediate/0 clearImmediate/0",
	"tls": "TLSSocket.prototype._wrapHandle/3 TLSSocket.prototype.setSession/1 " +
		"TLSSocket.prototype.getPeerCertificate/1 TLSSocket.prototype.getPeerX509Certificate/1 " +
		"TLSSocket.prototype.setKeyCert/1",
	"tty": "WriteStream.prototype.cursorTo/3 WriteStream.prototype.moveCursor/3 WriteStream.prototype.clearLine/2 " +
		"WriteStream.prototype.clearScreenDown/1",
	"url": "fileURLToPath/2 pathToFileURL/2",
	"util": "types.isArrayBufferView/0 types.isAsyncFunction/0 types.isGeneratorFunction/0 types.isGeneratorObject/0 types.isAnyArrayBuffer/0 " +
		"types.isArrayBuffer/0 types.isArgumentsObject/0 types.isBoxedPrimitive/0 types.isDataView/0 types.isMap/0 " +
		"types.isMapIterator/0 types.isModuleNamespaceObject/0 types.isNativeError/0 types.isPromise/0 types.isProxy/0 types.isSet/0 " +
		"types.isSetIterator/0 types.isSharedArrayBuffer/0 types.isWeakMap/0 types.isWeakSet/0 types.isRegExp/0 " +
		"types.isDate/0 types.isStringObject/0 types.isSymbolObject/0 types.isNumberObject/0 " +
		"types.isBooleanObject/0 types.isBigIntObject/0 types.isBigInt64Array/0 types.isBigUint64Array/0 " +
		"types.isFloat16Array/0 types.isFloat32Array/0 types.isFloat64Array/0 types.isInt8Array/0 " +
		"types.isInt16Array/0 types.isInt32Array/0 types.isTypedArray/0 types.isUint8Array/0 " +
		"types.isUint8ClampedArray/0 types.isUint16Array/0 types.isUint32Array/0 inspect/2 " +
		"MIMEParams.prototype.delete/0 MIMEParams.prototype.get/0 MIMEParams.prototype.has/0 " +
		"MIMEParams.prototype.set/0 MIMEType/0 deprecate/4",
	"v8": "setFlagsFromString/1 Serializer.prototype.writeValue/1 Serializer.prototype.transferArrayBuffer/2 " +
		"Serializer.prototype.writeUint32/1 Serializer.prototype.writeUint64/2 Serializer.prototype.writeDouble/1 " +
		"Serializer.prototype.writeRawBytes/1 Serializer.prototype._getDataCloneError/1 " +
		"Serializer.prototype._getSharedArrayBufferId/1 " +
		"Serializer.prototype._setTreatArrayBufferViewsAsHostObjects/1 Serializer.prototype._writeHostObject/1 " +
		"Deserializer/1 Deserializer.prototype.transferArrayBuffer/2 Deserializer.prototype.readRawBytes/1 " +
		"DefaultDeserializer/1 deserialize/1 serialize/1 writeHeapSnapshot/1 promiseHooks.createHook/1 " +
		"promiseHooks.onInit/1 promiseHooks.onBefore/1 promiseHooks.onAfter/1 promiseHooks.onSettled/1 " +
		"queryObjects/1 startupSnapshot.addSerializeCallback/2 startupSnapshot.addDeserializeCallback/2 " +
		"startupSnapshot.setDeserializeMainFunction/2 setHeapSnapshotNearHeapLimit/1 " +
		"isStringOneByteRepresentation/1",
	"vm": "Script.prototype.runInThisContext/0 Script.prototype.runInContext/1 createScript/1 runInContext/2 " +
		"runInThisContext/1 compileFunction/1",
	"wasi": "WASI.prototype.finalizeBindings/1 WASI.prototype.start/1 WASI.prototype.initialize/1",
	"worker_threads": "Worker.prototype.cpuUsage/1 Worker.prototype.postMessage/2 Worker.prototype.postMessageToThread/4 " +
		"postMessageToThread/4",
}

// giveLengths gives functions of a module the lengths that a list says. What the Worker's date hides has none.
func giveLengths(vm *jsruntime.VM, exports *jsruntime.Object, list string) {
	for entry := range strings.FieldsSeq(list) {
		path, length, _ := strings.Cut(entry, "/")
		at := exports
		for name := range strings.SplitSeq(path, ".") {
			if at != nil {
				at = jsruntime.AsObject(at.Get(name))
			}
		}
		n, err := strconv.Atoi(length)
		if err == nil && at != nil {
			err = at.DefineDataProperty("length", vm.ToValue(n), jsruntime.No, jsruntime.Yes, jsruntime.No)
		}
		if err != nil {
			panic(err) // the table is ours
		}
	}
}
