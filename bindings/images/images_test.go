package images_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/images"
)

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
	none  = color.RGBA{}
)

// picture gives a PNG in base64, of rows of pixels.
func picture(t *testing.T, rows ...[]color.RGBA) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, len(rows[0]), len(rows)))
	for y, row := range rows {
		for x, c := range row {
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// plain gives a PNG of one color.
func plain(t *testing.T, w, h int, c color.RGBA) string {
	t.Helper()
	rows := make([][]color.RGBA, h)
	for y := range rows {
		for range w {
			rows[y] = append(rows[y], c)
		}
	}
	return picture(t, rows...)
}

// helpers are what the scripts begin with.
const helpers = `
const of = (base64) => new Response(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))).body;
const encoded = (result) => new Response(result.image({ encoding: "base64" })).text();
const failed = async (f) => { try { await f(); return "nothing" } catch (e) { return e.constructor.name + " " + e.code + " " + e.message } };
`

func world(t *testing.T) *bindtest.World {
	t.Helper()
	h := bindtest.NewHost(t, t.TempDir())
	return bindtest.NewWorld(h, bindtest.Env{"B": h.Open(images.Kind{}, "images", `{ "binding": "B" }`)})
}

func TestKind(t *testing.T) {
	src := plain(t, 3, 2, red)
	bindtest.Run(t, bindtest.Suite{
		Kind: images.Kind{}, Key: "images", Section: `{ "binding": "IMAGES" }`,
		Wrong: map[string]string{`[]`: "images", `{}`: "images"},
		Use:   helpers + `return JSON.stringify(await B.info(of("` + src + `")))`,
		Want:  fmt.Sprintf(`{"format":"image/png","fileSize":%d,"width":3,"height":2}`, base64.StdEncoding.DecodedLen(len(src))-strings.Count(src, "=")),
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(images.Kind{}, "images", `{ "binding": "B" }`)})
	w.Eval(helpers + `globalThis.T = B.input(of("` + plain(t, 1, 1, red) + `")); globalThis.R = await B.input(of("` + plain(t, 1, 1, red) + `")).output({ format: "image/png" }); return ""`)
	bindtest.Status(t, w, map[string]string{"ImagesBindingImpl": "B", "ImageTransformerImpl": "T", "TransformationResultImpl": "R"})
}

// TestTransform looks at every pixel.
func TestTransform(t *testing.T) {
	t.Parallel()
	two := picture(t, []color.RGBA{red, green})
	four := picture(t, []color.RGBA{red, green}, []color.RGBA{blue, white})
	wide := plain(t, 40, 20, red)
	for _, c := range []struct {
		name, src, steps string
		want             [][]color.RGBA // nil: only the size counts
		w, h             int
	}{
		{"nothing is changed", four, ``, [][]color.RGBA{{red, green}, {blue, white}}, 0, 0},
		{"rotate turns clockwise", two, `.transform({ rotate: 90 })`, [][]color.RGBA{{red}, {green}}, 0, 0},
		{"rotate by 270 turns back", two, `.transform({ rotate: 270 })`, [][]color.RGBA{{green}, {red}}, 0, 0},
		{"transforms follow one another", two, `.transform({ rotate: 90 }).transform({ rotate: 90 })`, [][]color.RGBA{{green, red}}, 0, 0},
		{"flip mirrors", four, `.transform({ flip: "h" })`, [][]color.RGBA{{green, red}, {white, blue}}, 0, 0},
		{"flip turns over", four, `.transform({ flip: "v" })`, [][]color.RGBA{{blue, white}, {red, green}}, 0, 0},
		{"trim cuts sides off", four, `.transform({ trim: { left: 1, bottom: 1 } })`, [][]color.RGBA{{green}}, 0, 0},
		{"trim keeps a width", four, `.transform({ trim: { width: 1 } })`, [][]color.RGBA{{red}, {blue}}, 0, 0},
		{"a width alone keeps the ratio", wide, `.transform({ width: 10 })`, nil, 10, 5},
		{"a height alone keeps the ratio", wide, `.transform({ height: 40 })`, nil, 80, 40},
		{"contain fits into both", wide, `.transform({ width: 10, height: 10 })`, nil, 10, 5},
		{"scale-down never enlarges", wide, `.transform({ width: 100, fit: "scale-down" })`, nil, 40, 20},
		{"squeeze takes both", wide, `.transform({ width: 7, height: 9, fit: "squeeze" })`, nil, 7, 9},
		{"cover fills both", wide, `.transform({ width: 50, height: 50, fit: "cover" })`, nil, 50, 50},
		{"crop never enlarges", wide, `.transform({ width: 50, height: 10, fit: "crop" })`, nil, 20, 10},
		{"crop cuts what is larger", wide, `.transform({ width: 10, height: 10, fit: "crop" })`, nil, 10, 10},
		{"gravity says what cover keeps", two, `.transform({ width: 1, height: 1, fit: "cover", gravity: "right" })`, [][]color.RGBA{{green}}, 0, 0},
		{"gravity may be a point", two, `.transform({ width: 1, height: 1, fit: "cover", gravity: { x: 0, y: 0.5 } })`, [][]color.RGBA{{red}}, 0, 0},
		{"pad fills with white", plain(t, 1, 1, red), `.transform({ width: 3, height: 1, fit: "pad" })`, [][]color.RGBA{{white, red, white}}, 0, 0},
		{"background lies under what is transparent", picture(t, []color.RGBA{none, red}), `.transform({ background: "#00f" })`, [][]color.RGBA{{blue, red}}, 0, 0},
		{"border goes around", plain(t, 1, 1, red), `.transform({ border: { color: "rgb(0, 0, 255)", width: 1 } })`, [][]color.RGBA{{blue, blue, blue}, {blue, red, blue}, {blue, blue, blue}}, 0, 0},
		{"border may have sides", plain(t, 1, 1, red), `.transform({ border: { color: "lime", left: 1 } })`, [][]color.RGBA{{green, red}}, 0, 0},
		{"brightness is a factor", picture(t, []color.RGBA{{100, 200, 0, 255}}), `.transform({ brightness: 0.5 })`, [][]color.RGBA{{{50, 100, 0, 255}}}, 0, 0},
		{"contrast is about the middle", picture(t, []color.RGBA{{255, 0, 128, 255}}), `.transform({ contrast: 0 })`, [][]color.RGBA{{{128, 128, 128, 255}}}, 0, 0},
		{"gamma lightens", picture(t, []color.RGBA{{64, 255, 0, 255}}), `.transform({ gamma: 2 })`, [][]color.RGBA{{{128, 255, 0, 255}}}, 0, 0},
		{"saturation 0 leaves gray", plain(t, 1, 1, red), `.transform({ saturation: 0 })`, [][]color.RGBA{{{76, 76, 76, 255}}}, 0, 0},
		{"one color stays one when it is blurred and sharpened", plain(t, 3, 3, green), `.transform({ blur: 5 }).transform({ sharpen: 3 })`,
			[][]color.RGBA{{green, green, green}, {green, green, green}, {green, green, green}}, 0, 0},
		{"an image is drawn into the middle", plain(t, 3, 1, red), `.draw(of("` + plain(t, 1, 1, blue) + `"))`, [][]color.RGBA{{red, blue, red}}, 0, 0},
		{"an image is drawn at a distance", plain(t, 3, 1, red), `.draw(of("` + plain(t, 1, 1, blue) + `"), { right: 0 })`, [][]color.RGBA{{red, red, blue}}, 0, 0},
		{"an image is drawn again and again", plain(t, 3, 2, red), `.draw(of("` + plain(t, 1, 1, blue) + `"), { repeat: "x", top: 1 })`,
			[][]color.RGBA{{red, red, red}, {blue, blue, blue}}, 0, 0},
		{"an image is drawn with transforms of its own", plain(t, 2, 2, red), `.draw(B.input(of("` + two + `")).transform({ rotate: 90 }), { left: 0 })`,
			[][]color.RGBA{{red, red}, {green, red}}, 0, 0},
		{"opacity lets shine through", plain(t, 1, 1, red), `.draw(of("` + plain(t, 1, 1, blue) + `"), { opacity: 0.5 })`, [][]color.RGBA{{{127, 0, 127, 255}}}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := world(t).Eval(helpers + `return encoded(await B.input(of("` + c.src + `"))` + c.steps + `.output({ format: "image/png" }))`)
			data, err := base64.StdEncoding.DecodeString(got)
			if err != nil {
				t.Fatalf("%v: %s", err, got)
			}
			m, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if c.want == nil {
				if size := m.Bounds().Size(); size.X != c.w || size.Y != c.h {
					t.Errorf("got %v, want %d×%d", size, c.w, c.h)
				}
				return
			}
			expectPixels(t, m, c.want)
		})
	}
}

// expectPixels compares every pixel; a channel may differ by one, as rounding goes.
func expectPixels(t *testing.T, m image.Image, want [][]color.RGBA) {
	t.Helper()
	if size := m.Bounds().Size(); size.X != len(want[0]) || size.Y != len(want) {
		t.Fatalf("got %v, want %d×%d", size, len(want[0]), len(want))
	}
	for y, row := range want {
		for x, c := range row {
			got := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			for _, d := range []int{int(got.R) - int(c.R), int(got.G) - int(c.G), int(got.B) - int(c.B), int(got.A) - int(c.A)} {
				if d < -1 || d > 1 {
					t.Errorf("(%d, %d) is %v, want %v", x, y, got, c)
					break
				}
			}
		}
	}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	src := plain(t, 8, 6, red)
	for _, mime := range []string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"} {
		t.Run(mime+" is written and read", func(t *testing.T) {
			t.Parallel()
			got := world(t).Eval(helpers + `const r = await B.input(of("` + src + `")).output({ format: "` + mime + `", quality: 90 });
				const data = new Uint8Array(await new Response(r.image()).arrayBuffer());
				const info = await B.info(new Response(data).body);
				const again = await B.input(new Response(data).body).transform({ width: 4 }).output({ format: "image/png" });
				const { width } = await B.info(again.image());
				return [r.contentType(), info.format, info.fileSize === data.length, info.width, info.height, width].join()`)
			if want := mime + "," + mime + ",true,8,6,4"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestBinding(t *testing.T) {
	t.Parallel()
	src := plain(t, 2, 1, red)
	w := world(t)
	for _, c := range []struct{ name, script, want string }{
		{"a response has the type and given headers", `const r = (await B.input(of("` + src + `")).output({ format: "image/webp" })).response({ headers: { "x-a": "1", "content-type": "no" } });
			return [r.status, r.headers.get("content-type"), r.headers.get("x-a"), (await r.arrayBuffer()).byteLength > 20].join()`, "200,image/webp,1,true"},
		{"an unknown format is a JPEG", `return (await B.input(of("` + src + `")).output({ format: "image/tiff" })).contentType()`, "image/jpeg"},
		{"what is transparent is white in a JPEG", `const r = await B.input(of("` + plain(t, 8, 8, none) + `")).output({ format: "image/jpeg", quality: 100 });
			return encoded(await B.input(r.image()).output({ format: "image/png" }))`, plain(t, 8, 8, white)},
		{"images may come in base64", `return (await B.info(new Response("` + src + `").body, { encoding: "base64" })).width + " " +
			(await B.info((await B.input(new Response("` + src + `").body, { encoding: "base64" }).output({ format: "image/png" })).image())).width`, "2 2"},
		{"SVG has a format alone", `return JSON.stringify(await B.info(new Response('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>').body))`, `{"format":"image/svg+xml"}`},
		{"the image of a result is one stream", `const r = await B.input(of("` + src + `")).output({ format: "image/png" }); return r.image() === r.image()`, "true"},
		{"what is no image is refused", `return failed(() => B.info(new Response("text").body))`,
			"Error 9520 IMAGES_INFO_ERROR 9520: ERROR: Unsupported image type undefined, expected one of: JPEG, SVG, PNG, WebP, GIF or AVIF"},
		{"what is no image cannot be changed", `return failed(() => B.input(new Response("text").body).output({ format: "image/png" }))`,
			"Error 9520 IMAGES_TRANSFORM_ERROR 9520: ERROR: Unsupported image type undefined, expected one of: JPEG, SVG, PNG, WebP, GIF or AVIF"},
		{"half an image is an error", `return (await failed(() => B.input(of("` + src[:len(src)/8*4] + `")).output({ format: "image/png" }))).startsWith("Error 9523 IMAGES_TRANSFORM_ERROR 9523: ")`, "true"},
		{"a width must be a number", `return failed(() => B.input(of("` + src + `")).transform({ width: "a" }).output({ format: "image/png" }))`,
			"Error 9523 IMAGES_TRANSFORM_ERROR 9523: ERROR: Internal Images binding error: Expected JSON array of valid transforms in transforms field"},
		{"an image is used once", `const i = B.input(of("` + src + `")); await i.output({ format: "image/png" }); return failed(() => i.output({ format: "image/png" }))`,
			"Error 9525 IMAGES_TRANSFORM_ERROR 9525: ImageTransformer consumed; you may only call .output() or draw a transformer once"},
		{"an image is drawn once", `const i = B.input(of("` + src + `")); const b = B.input(of("` + src + `")).draw(i); return failed(async () => b.draw(i))`,
			"Error 9525 IMAGES_TRANSFORM_ERROR 9525: ImageTransformer consumed; you may only call .output() or draw a transformer once"},
		{"bare pixels are refused as in wrangler", `return failed(() => B.input(of("` + src + `")).output({ format: "rgba" }))`,
			"Error 9520 IMAGES_TRANSFORM_ERROR 9520: ERROR: RGB/RGBA output is not supported in local mode"},
		{"output needs options", `return failed(() => B.input(of("` + src + `")).output())`, "TypeError undefined Cannot read properties of undefined (reading 'format')"},
		{"an image may be bytes", `return (await B.info(Uint8Array.from(atob("` + src + `"), (c) => c.charCodeAt(0)).buffer)).width`, "2"},
		{"an image must be a stream", `return failed(() => B.input({}).output({ format: "image/png" }))`, "TypeError undefined Cannot read properties of undefined (reading 'font')"},
		{"an image must not be huge", `return failed(() => B.input(of("` + src + `")).transform({ width: 100000 }).output({ format: "image/png" }))`, "Error 9402 IMAGES_TRANSFORM_ERROR 9402: ERROR: The image is too large"},
		{"gravity by faces is not emulated", `return failed(() => B.input(of("` + src + `")).transform({ gravity: "face" }).output({ format: "image/png" }))`, `Error undefined not emulated: Images with gravity: "face"`},
		{"colors of other spaces are not emulated", `return failed(() => B.input(of("` + src + `")).transform({ background: "lab(1 2 3)" }).output({ format: "image/png" }))`, `Error undefined not emulated: Images with the color "lab(1 2 3)"`},
		{"text is not emulated", `return failed(async () => B.text("x", {}))`, "Error undefined not emulated: text() of Images"},
		{"hosted images are not emulated", `return failed(async () => B.hosted)`, "Error undefined not emulated: hosted images"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := w.Eval(helpers + c.script); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
