package crypto

import "paddock/jsruntime"

// Names of DOMExceptions.
const (
	dataError          = "DataError"
	invalidAccessError = "InvalidAccessError"
	notSupportedError  = "NotSupportedError"
	operationError     = "OperationError"
	syntaxError        = "SyntaxError"
)

// failure is a DOMException.
func failure(name, format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.DOMError+name, format, args...)
}

// typeError is a TypeError.
func typeError(format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.TypeError, format, args...)
}

// missing is the error of a member that a dictionary must have here.
func missing(field, dictionary string) error {
	return typeError("Missing field \"%s\" in \"%s\".", field, dictionary)
}
