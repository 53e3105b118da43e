package mediation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

func TestQuality(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	good := mediation.Offer{
		Kind: mediation.EPN, Address: mediation.Address{Street: "1 rue A"}, Point: &orb.Point{-1, 49},
		Contact: mediation.Contact{Phone: "+33233051234"}, Hours: "Mo 09:00-12:00", Fee: []string{"gratuit"},
		Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}, Updated: now.AddDate(0, -3, 0),
	}
	for _, tt := range []struct {
		why    string
		change func(*mediation.Offer)
		score  int
		lacks  []string
	}{
		{"all that is needed", func(*mediation.Offer) {}, 100, nil},
		{"no phone", func(o *mediation.Offer) { o.Contact = mediation.Contact{Email: "a@b.fr"} }, 85, []string{"pas de téléphone, seulement un courriel"}},
		{"nobody to call", func(o *mediation.Offer) { o.Contact = mediation.Contact{Website: "https://a.fr"} }, 75, []string{"ni téléphone ni courriel"}},
		{"unreadable hours", func(o *mediation.Offer) { o.Hours, o.HoursText = "", "le matin" }, 85, []string{"horaires illisibles"}},
		{"no hours", func(o *mediation.Offer) { o.Hours = "" }, 75, []string{"pas d’horaires"}},
		{"a van without dates", func(o *mediation.Offer) { o.Kind = mediation.Van }, 75, []string{"pas de passage daté"}},
		{"seven months", func(o *mediation.Offer) { o.Updated = now.AddDate(0, -7, 0) }, 95, []string{"plus de six mois"}},
		{"two years", func(o *mediation.Offer) { o.Updated = now.AddDate(-3, 0, 0) }, 80, []string{"plus de deux ans"}},
		{"no date", func(o *mediation.Offer) { o.Updated = time.Time{} }, 80, []string{"date inconnue"}},
		{"only possible", func(o *mediation.Offer) { o.Claims[0].Certainty = mediation.Possible }, 90, []string{"aucune démarche sûre"}},
		{"the centre of the commune", func(o *mediation.Offer) { o.Approximate = true }, 90, []string{"position approximative"}},
		{"nothing", func(o *mediation.Offer) { *o = mediation.Offer{Kind: mediation.EPN} }, 0,
			[]string{"ni téléphone ni courriel", "pas d’horaires", "date inconnue", "démarches inconnues", "pas de rue", "prix non dit"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			o := good
			o.Claims = slices.Clone(good.Claims)
			tt.change(&o)
			if q := mediation.QualityOf(o, false, now); q.Score != tt.score || !slices.Equal(q.Lacks, tt.lacks) {
				t.Errorf("%+v, want %d %v", q, tt.score, tt.lacks)
			}
		})
	}
}
