package formats

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// checkRecord holds what is true of every record, whatever the file.
func checkRecord(t testing.TB, r Record) {
	t.Helper()
	o := r.Offer
	if !r.Fatal() && (o.SourceID == "" || o.Name == "" || o.Kind == "") {
		t.Errorf("line %d: no id, name or kind, yet not fatal: %+v", r.Line, o)
	}
	if len(r.Raw) == 0 && !r.Fatal() {
		t.Errorf("line %d: no raw cells", r.Line)
	}
	if _, err := hours.Parse(o.Hours); o.Hours != "" && err != nil {
		t.Errorf("line %d: hours %q cannot be read: %v", r.Line, o.Hours, err)
	}
	if p := o.Point; p != nil && (math.Abs(p.Lat()) > 90 || math.Abs(p.Lon()) > 180 || math.IsNaN(p.Lat()+p.Lon())) {
		t.Errorf("line %d: point %v", r.Line, *p)
	}
	checkContact(t, r)
	checkVocabularies(t, r)
	for _, p := range r.Problems {
		if p.Line != r.Line || p.Message == "" || p.Column == "" {
			t.Errorf("line %d: incomplete problem %+v", r.Line, p)
		}
	}
	for _, text := range []string{o.Name, o.Operator, o.Address.Street, o.Address.City, o.Description, o.HoursText} {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\u202e") {
			t.Errorf("line %d: text %q", r.Line, text)
		}
	}
	for name, cell := range r.Raw {
		if !utf8.ValidString(name+cell) || strings.Contains(name+cell, "\x00") {
			t.Errorf("line %d: raw %q = %q cannot be stored", r.Line, name, cell)
		}
	}
}

func checkContact(t testing.TB, r Record) {
	t.Helper()
	c := r.Offer.Contact
	if c.Phone != "" && !abroad.MatchString(c.Phone) && !shortNumber.MatchString(c.Phone) {
		t.Errorf("line %d: phone %q", r.Line, c.Phone)
	}
	for _, address := range []string{c.Website, r.Offer.Booking, r.Offer.AccessibilityURL} {
		if address != "" && !strings.HasPrefix(strings.ToLower(address), "http://") && !strings.HasPrefix(strings.ToLower(address), "https://") {
			t.Errorf("line %d: address %q", r.Line, address)
		}
	}
}

func checkVocabularies(t testing.TB, r Record) {
	t.Helper()
	o := r.Offer
	for _, tt := range []struct {
		slugs      []string
		vocabulary mediation.Vocabulary
	}{
		{o.Programmes, mediation.Programmes}, {o.Audience, mediation.Audiences}, {o.Care, mediation.Cares},
		{o.Fee, mediation.Fees}, {o.Access, mediation.Accesses}, {o.Support, mediation.Supports},
	} {
		for i, slug := range tt.slugs {
			if tt.vocabulary.Label(slug) == "" || slices.Index(tt.slugs, slug) != i {
				t.Errorf("line %d: %q in %q", r.Line, slug, tt.slugs)
			}
		}
	}
}
