// Package migrations embeds the numbered changes of the database's shape.
package migrations

import "embed"

// Files holds the migrations, in the format of goose.
//
//go:embed *.sql
var Files embed.FS
