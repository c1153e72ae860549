package dialect

// Lowered lists, by esbuild's names, the syntax that the engine has no grammar for; a value of
// false asks esbuild to write it in simpler terms. Class fields are not among them and must
// not be: lowering them turns #private members into WeakMaps, which are 45 times slower.
// Each call returns a map of its own.
func Lowered() map[string]bool {
	return map[string]bool{
		"async-generator": false,
		"for-await":       false,
		"using":           false,
		"decorators":      false,
		"dynamic-import":  false,
		"import-meta":     false,
		"import-source":   false,
		"hashbang":        false,
		// A literal with the flag d would make the whole script unusable; as a call of RegExp
		// it fails only where it is evaluated.
		"regexp-match-indices": false,
	}
}
