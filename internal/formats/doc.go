// Package formats reads outside formats into the domain: files of places
// (CSV or JSON) into offers, the needs and sources that Escale ships with, and
// the official geography. It only reads from an [io.Reader]: no file names, no
// network, no database.
//
// A CSV or JSON file becomes the same rows, whatever its charset, separator or
// order of columns; each format is a mapping from rows to offers. What is
// wrong with one cell is told as a [Problem] with its line and column; only
// what spoils the whole file (no header, a web page, broken JSON…) is an
// error, and then nothing is returned.
package formats
