// Package frontend carries the built client (dist) and the template of the
// page that it enhances. Both are made in this folder: see build.mjs.
package frontend

import "embed"

// Dist holds the built files: manifest.json, and each script and style sheet
// under a name that carries the hash of its content, beside its .br and .gz.
//
//go:embed all:dist
var Dist embed.FS

// Templates holds map.html.tmpl, the page of the map.
//
//go:embed templates
var Templates embed.FS
