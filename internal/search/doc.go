// Package search understands what people type: a need, a place and a day, in
// one sentence, by the words and the names that people use. It works on the
// names of one département and does no I/O; when it is not sure, it says what
// may be meant and chooses nothing.
package search
