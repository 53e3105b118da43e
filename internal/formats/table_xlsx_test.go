package formats

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"escale/internal/mediation"
)

// A workbook of another kind is refused with what to do.
func TestWorkbooksOfOtherKinds(t *testing.T) {
	archive := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte("<a>" + strings.Repeat("x", MaxCell) + "</a>")); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for why, c := range map[string]struct{ content, want string }{
		"OpenDocument":              {archive("mimetype", "META-INF/manifest.xml", "content.xml"), "(.ods)"},
		"OpenDocument, packed anew": {archive("content.xml", "mimetype"), "(.ods)"},
		"of before 2007":            {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512), "(.xls)"},
		"damaged":                   {"PK\x03\x04", "abîmé"},
	} {
		_, err := Read("standard", strings.NewReader(c.content), "s")
		if mediation.KindOf(err) != mediation.Invalid || !strings.Contains(err.Error(), c.want) || strings.Contains(c.want, "(.") && !strings.Contains(err.Error(), "enregistrez-le au format .xlsx ou .csv") {
			t.Errorf("%s: %v", why, err)
		}
	}
}
