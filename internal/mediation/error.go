package mediation

import "errors"

// ErrorKind says what went wrong in the few terms a caller acts upon.
type ErrorKind string

// The kinds of error. Everything else is an internal fault.
const (
	Invalid     ErrorKind = "invalid"
	NotFound    ErrorKind = "not found"
	Conflict    ErrorKind = "conflict"
	Forbidden   ErrorKind = "forbidden"
	Unavailable ErrorKind = "unavailable"
)

// Error is a fault with a sentence for the reader.
type Error struct {
	Kind ErrorKind
	// Parameter is the name of the parameter or field at fault, if any.
	Parameter string
	// Sentence says, in French, what is wrong and what would be right.
	Sentence string
	// Cause is for the log only and may be nil.
	Cause error
}

func (e *Error) Error() string {
	text := string(e.Kind)
	if e.Parameter != "" {
		text += ": " + e.Parameter
	}
	text += ": " + e.Sentence
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Cause }

// InvalidParameter reports a parameter or field that cannot be accepted.
func InvalidParameter(name, sentence string) *Error {
	return &Error{Kind: Invalid, Parameter: name, Sentence: sentence}
}

// KindOf returns the kind of err, or "" when err is an internal fault or nil.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}
