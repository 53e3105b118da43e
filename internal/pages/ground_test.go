package pages

import (
	"testing"
	"testing/synctest"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

func square(t *testing.T, phone string, point orb.Point) *catalog.Snapshot {
	t.Helper()
	address := mediation.Address{City: "Ville", INSEE: "50001"}
	s, err := catalog.New(catalog.Data{
		Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{{
			INSEE: "50001", Name: "Ville", Centre: orb.Point{-1, 49},
			Contour: orb.MultiPolygon{{{{-1.1, 48.9}, {-.9, 48.9}, {-.9, 49.1}, {-1.1, 49.1}, {-1.1, 48.9}}}},
		}}},
		Places: []mediation.Place{{ID: "a", Name: "Mairie", Point: point, Address: address, Offers: []mediation.Offer{{
			Source: "x", SourceID: "a", Kind: mediation.EPN, Name: "Mairie", Address: address, Point: &point, Contact: mediation.Contact{Phone: phone},
		}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheGroundIsMadeAnewOnlyWhenPointsMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		grounds := NewGrounds(nil)
		of := func(s *catalog.Snapshot) *Ground {
			g, err := grounds.Of(s)
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		first := of(square(t, "+33261910001", orb.Point{-1, 49}))
		if of(square(t, "+33261910002", orb.Point{-1, 49})) != first {
			t.Error("a phone number changes the ground")
		}
		moved := square(t, "+33261910002", orb.Point{-1.3, 49}) // out of the contour: it needs land
		if of(moved) != first {
			t.Error("readers wait for another ground")
		}
		synctest.Wait()
		if last := of(moved); last == first || last.Addresses().Base == first.Addresses().Base {
			t.Errorf("the ground stays at %v", last.Addresses())
		}
	})
}
