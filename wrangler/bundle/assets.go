package bundle

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	assetsPrefix    = "assets:"
	assetsNamespace = "paddock-assets"
)

// resolveAssets resolves "assets:FOLDER", by which functions of Pages serve files of a folder of their own.
func resolveAssets(args api.OnResolveArgs) (api.OnResolveResult, error) {
	dir := filepath.Join(args.ResolveDir, filepath.FromSlash(strings.TrimPrefix(args.Path, assetsPrefix)))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return api.OnResolveResult{Errors: []api.Message{{Text: fmt.Sprintf("'%s' does not exist or is not a directory.", dir)}}}, nil
	}
	return api.OnResolveResult{Path: dir, Namespace: assetsNamespace}, nil
}

// loadAssets makes a function that asks the project's assets for the folder's files, below a path of which
// only the site that serves them knows.
func (p *plugin) loadAssets(args api.OnLoadArgs) (api.OnLoadResult, error) {
	script := fmt.Sprintf(`export const onRequest = ({ request, env, functionPath }) => {
	const url = new URL(request.url);
	url.pathname = %s + ("/" + url.pathname.replace(functionPath, "")).replace(/^\/\//, "/");
	return env.ASSETS.fetch(new Request(url.href, request));
};`, quote(p.in.AssetsPath+hex.EncodeToString([]byte(args.Path))))
	return api.OnLoadResult{Contents: &script, Loader: api.LoaderJS}, nil
}
