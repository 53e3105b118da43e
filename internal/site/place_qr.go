package site

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/boombuler/barcode/qr"

	"escale/internal/language"
)

// quiet is the light border that readers need, in modules (ISO/IEC 18004).
const quiet = 4

// qrSVG draws a text as a QR code, with its name in a language.
func qrSVG(l *language.Language, text string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := size + 2*quiet
	return template.HTML(fmt.Sprintf( //nolint:gosec // only numbers go in, and a name that is escaped
		`<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s"><path class="qr-paper" d="M0 0h%dv%dH0z"/><path class="qr-ink" d="%s"/></svg>`,
		side, side, template.HTMLEscapeString(l.Say("Code à photographier pour ouvrir cette page")), side, side, path.String())), nil
}
