// Package r2 is the kind of binding for R2 buckets.
//
// The one idea: a bucket is one SQLite file of objects, with the bodies as blobs beside it, in
// the layout of wrangler's local state. Bodies stream from and to disk in constant memory. The
// files class….go are what scripts see; the others are the bucket itself.
//
// What scripts find (a test checks it):
//
//	R2Bucket.head                   emulated
//	R2Bucket.get                    emulated
//	R2Bucket.put                    emulated
//	R2Bucket.createMultipartUpload  emulated
//	R2Bucket.resumeMultipartUpload  emulated
//	R2Bucket.delete                 emulated
//	R2Bucket.list                   emulated
//	R2MultipartUpload.uploadId      emulated
//	R2MultipartUpload.key           emulated
//	R2MultipartUpload.uploadPart    emulated
//	R2MultipartUpload.abort         emulated
//	R2MultipartUpload.complete      emulated
//	HeadResult.ssecKeyMd5           emulated
//	HeadResult.storageClass         emulated
//	HeadResult.range                emulated
//	HeadResult.customMetadata       emulated
//	HeadResult.httpMetadata         emulated
//	HeadResult.uploaded             emulated
//	HeadResult.checksums            emulated
//	HeadResult.httpEtag             emulated
//	HeadResult.etag                 emulated
//	HeadResult.size                 emulated
//	HeadResult.version              emulated
//	HeadResult.key                  emulated
//	HeadResult.writeHttpMetadata    emulated
//	GetResult.ssecKeyMd5            emulated
//	GetResult.storageClass          emulated
//	GetResult.range                 emulated
//	GetResult.customMetadata        emulated
//	GetResult.httpMetadata          emulated
//	GetResult.uploaded              emulated
//	GetResult.checksums             emulated
//	GetResult.httpEtag              emulated
//	GetResult.etag                  emulated
//	GetResult.size                  emulated
//	GetResult.version               emulated
//	GetResult.key                   emulated
//	GetResult.writeHttpMetadata     emulated
//	GetResult.body                  emulated
//	GetResult.bodyUsed              emulated
//	GetResult.arrayBuffer           emulated
//	GetResult.bytes                 emulated
//	GetResult.text                  emulated
//	GetResult.json                  emulated
//	GetResult.blob                  emulated
//	Checksums.md5                   emulated
//	Checksums.sha1                  emulated
//	Checksums.sha256                emulated
//	Checksums.sha384                emulated
//	Checksums.sha512                emulated
//	Checksums.toJSON                emulated
//
// As in wrangler's local R2 and unlike in production, customer keys (ssecKey) are checked and
// otherwise without effect, and storageClass is always "".
//
// Platform: https://developers.cloudflare.com/r2/api/workers/workers-api-reference/
package r2
