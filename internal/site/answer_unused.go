package site

import (
	"strings"

	"escale/internal/language"
)

// unusedText says which parts of an address nothing was made of, "" for none.
func unusedText(l *language.Language, unused []string) string {
	if len(unused) == 0 {
		return ""
	}
	return l.Say("Nous n’avons pas tenu compte de « %s ».", l.Quote(strings.Join(unused, " … ")))
}
