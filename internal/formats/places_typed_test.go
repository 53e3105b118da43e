package formats

import (
	"testing"

	"escale/internal/mediation"
)

// What a person types is read as files are, but never by halves.
func TestReadTyped(t *testing.T) {
	typed, err := ReadTyped(map[string]string{"Tel": "02 33 05 12 34", "mail": "", "horaires": "lundi 9h-12h", "frais_a_charge": "Gratuit"}, "s")
	o := typed.Offer
	if err != nil || o.Contact.Phone != "+33233051234" || o.Hours != "Mo 09:00-12:00" || len(o.Fee) != 1 || o.Source != "s" {
		t.Errorf("%+v, error %v", o, err)
	}
	if len(typed.Fields) != 4 || len(typed.Problems) != 1 || typed.Problems[0].Column != "horaires" {
		t.Errorf("fields %v, problems %+v", typed.Fields, typed.Problems)
	}
	for column, value := range map[string]string{
		"telephone": "aucun", "courriels": "chez moi", "site_web": "pas de site", "horaires": "lundi 9h-12h, mardi sur demande", "frais_a_charge": "cher",
		"code_postal": "5000", "couleur": "bleu", "itinerance": "Fixe", "nom": " ", "latitude": "nord", "modalites_acces": "Se présenter|Voler",
	} {
		if got, err := ReadTyped(map[string]string{column: value}, "s"); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%s = %q is read: %+v, error %v", column, value, got.Offer, err)
		}
	}
	if _, err := ReadTyped(map[string]string{"tel": "0233051234", "telephone": "0233051234"}, "s"); mediation.KindOf(err) != mediation.Invalid {
		t.Errorf("one field twice: %v", err)
	}
	for field := range typedColumns {
		if _, known := mediation.FieldNamed(typedColumns[field]); !known {
			t.Errorf("%s: no field %q to correct", field, typedColumns[field])
		}
	}
}
