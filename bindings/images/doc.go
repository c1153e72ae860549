// Package images is the kind of binding for Cloudflare Images: it reads, changes and writes images.
//
// The one idea: what a script asks of a transformer is only noted (class.go); output makes a
// [plan] of it on the loop, and the plan runs in Go off the loop: decode (codec.go), edit (edit.go
// and the files beside it), draw, encode.
//
// What scripts find (a test checks it):
//
//	ImagesBindingImpl.info                emulated
//	ImagesBindingImpl.input               emulated
//	ImagesBindingImpl.text                throws
//	ImagesBindingImpl.hosted              throws
//	ImageTransformerImpl.transform        emulated
//	ImageTransformerImpl.draw             emulated
//	ImageTransformerImpl.output           emulated
//	TransformationResultImpl.contentType  emulated
//	TransformationResultImpl.image        emulated
//	TransformationResultImpl.response     emulated
//
// Wrangler's local binding only rotates and resizes. Here what the platform documents is done,
// but for these, which throw: fits other than its six, gravity by what is to be seen ("auto",
// "face", "entropy"), segment, trim by border, composite other than "over", and SVG as input. Of
// an animation there is the first frame. Output as "rgb" and "rgba" is refused as in wrangler.
// Pixels differ a little from the platform's, as scalers and encoders do.
//
// Platform: https://developers.cloudflare.com/images/transform-images/bindings/
package images
