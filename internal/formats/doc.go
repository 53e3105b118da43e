// Package formats reads and writes the file formats of others. It reads from an
// [io.Reader] and writes to an [io.Writer]: no file names, no network, no
// database.
//
// A file of places goes through three layers, and the first word of a file's
// name says which one it is in:
//
//	table_*     bytes → rows: charset, CSV, JSON, GeoJSON, XLSX, YAML
//	cell_*      one cell → a value: phone, postcode, point, day, hours, words
//	places_*    rows → records of offers: one file for each format of a source, and
//	            the rules that hold for all of them: places_moves (what is no
//	            door), places_limits (what limits hours), places_together
//	            (what several rows say together)
//	standard_*  the national standard ("lieux de médiation numérique"): its
//	            columns, its rules, and the writer of public files
//	tour_*      the spreadsheet of tours, both ways
//	territory_* communes and contours
//	config_*    data/services.yaml and data/sources.yaml
//
// A new column of a known source belongs to its places_ file, a new way to
// write a value to its cell_ file. A faulty cell is a [Problem] with line and
// column; only what spoils the whole file (no header, a web page, broken JSON)
// is an error, and then nothing is returned.
package formats
