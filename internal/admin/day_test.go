package admin

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/desk"
	"escale/internal/mediation"
)

// The sheet has a number for a closed door: that of the key holder, or else of the requester.
func TestTheSheetNamesSomebodyToCall(t *testing.T) {
	room := desk.LentRoom{Requester: mediation.Requester{Name: "Zoé Hamel", Phone: "+33233700000"}}
	if v := newSheetVisit(mediation.Coming{}, room, time.UTC); v.Asker != "Zoé Hamel" || v.AskerPhone != "+33233700000" {
		t.Errorf("%+v", v)
	}
	room.Holder = "Jean Lebreton"
	if v := newSheetVisit(mediation.Coming{}, room, time.UTC); v.Holder != "Jean Lebreton" || v.Asker+v.AskerPhone != "" {
		t.Errorf("%+v", v)
	}
}

// A day is read in the ways that people and browsers write it; one that no calendar
// has is not moved to another.
func TestDaysAreReadOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "seconds"), 0).UTC()
		for _, layout := range []string{"02/01/2006", "2/1/2006", "2006-01-02", " 02.01.2006 "} {
			if day, err := typedDay("du", at.Format(layout), ""); err != nil || string(day) != at.Format(time.DateOnly) {
				t.Fatalf("%s: %q, %v", at.Format(layout), day, err)
			}
		}
	})
	for text, want := range map[string]string{
		"31/02/2027": "Cette date n’existe pas : 31 février.", "2027-02-31": "Cette date n’existe pas : 31 février.", "31/4/2027": "31 avril", "": "Choisissez le premier jour.",
		"demain": "ne se lit pas", "12/13/2027": "ne se lit pas", "0/1/2027": "ne se lit pas", "2027-01-02T10:00": "ne se lit pas",
	} {
		if day, err := typedDay("du", text, "Choisissez le premier jour."); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "\u00a0", " "), want) || day != "" {
			t.Errorf("%q: %q, %v", text, day, err)
		}
	}
}
