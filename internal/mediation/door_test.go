package mediation_test

import (
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

func offer(source, name, street string, lon, lat float64) mediation.Offer {
	return mediation.Offer{
		Source: source, SourceID: name, Kind: mediation.EPN, Name: name,
		Address: mediation.Address{Street: street, City: "Valognes"}, Point: &orb.Point{lon, lat},
	}
}

func van(o mediation.Offer) mediation.Offer { o.Kind = mediation.Van; return o }

func TestSameDoor(t *testing.T) {
	const lon, lat = -1.469319, 49.510031
	const north50, north100 = lat + 0.00045, lat + 0.0009 // about 50 and 100 metres
	epn := offer("epn", "EPN - Espace Emploi Formation", "22 Rue de Poterie", lon, lat)
	for _, tt := range []struct {
		why  string
		b    mediation.Offer
		want bool
	}{
		{"same address, other name", offer("fs", "France services Valognes", "22 rue de Poterie", lon, lat), true},
		{"same address, geocoded 100 m away", offer("fs", "France services Valognes", "22 rue de la Poterie", lon, north100), true},
		{"letter after the number", offer("fs", "France services", "22 bis rue de Poterie", lon, lat), true},
		{"the neighbour's number", offer("fs", "France services Valognes", "24 rue de Poterie", lon, lat), false},
		{"no number, same street and point", offer("fs", "Maison du Cotentin", "rue de Poterie", lon, lat), true},
		{"no number, same street, 50 m", offer("fs", "Maison du Cotentin", "rue de Poterie", lon, north50), false},
		{"same name and point, no address", offer("cn", "Espace Emploi et Formation", "", lon, lat), true},
		{"same name 50 m away, no address", offer("cn", "Espace Emploi Formation", "", lon, north50), true},
		{"other name and street at the same point", offer("cn", "Médiathèque", "place du Château", lon, lat), false},
		{"generic words are no likeness", offer("cn", "Espace public numérique de Valognes", "", lon, lat), false},
		{"a bus at the same address", van(offer("fs", "Bus France services", "22 rue de Poterie", lon, lat)), false},
		{"same source, same address", offer("epn", "EPN - Atelier", "22 rue de Poterie", lon, lat), true},
		{"same source, same point, no number", offer("epn", "EPN - Atelier", "rue de Poterie", lon, lat), false},
		{"same address, geocoded 600 m away", offer("fs", "France services Valognes", "22 rue de Poterie", lon, lat+0.0054), false},
		{"the record itself", epn, false},
		{"no point", mediation.Offer{Source: "cn", Name: epn.Name, Address: epn.Address}, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			got, mirrored := mediation.SameDoor(epn, tt.b), mediation.SameDoor(tt.b, epn)
			if got.Same != tt.want || (got.Reason != "") != (tt.want || got.Unsure) {
				t.Errorf("SameDoor = %+v, want Same %v, and a reason only then or when unsure", got, tt.want)
			}
			if mirrored != got {
				t.Errorf("SameDoor is not symmetric: %+v and %+v", got, mirrored)
			}
		})
	}
}
