package formats

import (
	"strings"
	"testing"

	"escale/internal/mediation"
)

// The national map's own service gives lists as JSON, an address taken apart, and
// the advisers of each place, who are nobody's business.
func TestTheNationalMapOfToday(t *testing.T) {
	file := read(t, "standard", `[{
		"id": "Coop-numérique_1", "pivot": "21500199000017", "nom": "Mairie de Genêts",
		"adresse": {"commune": "Genêts", "nom_voie": "Rue de l'Entrepont", "code_insee": "50199", "repetition": "bis", "code_postal": "50530", "numero_voie": 4},
		"latitude": 48.6837, "longitude": -1.4756, "telephone": "+33233000008", "courriels": "mairie@genets.example", "horaires": "Mo-Fr 09:00-12:00", "date_maj": "2026-11-02",
		"services": ["Aide aux démarches administratives", "Accès internet et matériel informatique"], "itinerance": ["Fixe"], "typologie": ["MUNI"],
		"mediateurs": [{"prenom": "Zoé", "nom": "Martin", "email": "zoe@genets.example", "telephone": "0600000000", "label": ["conseiller numérique"]}]}]`)
	got := file.Records[0].Offer
	if got.Address != (mediation.Address{Street: "4 bis Rue de l'Entrepont", Postcode: "50530", City: "Genêts", INSEE: "50199"}) {
		t.Errorf("address %+v", got.Address)
	}
	if len(got.Statements) != 2 || got.Hours != "Mo-Fr 09:00-12:00" || got.Contact.Email != "mairie@genets.example" {
		t.Errorf("%+v", got)
	}
	if text := everything(t, file); strings.Contains(text, "Zoé") || strings.Contains(text, "zoe@") || strings.Contains(text, "0600000000") {
		t.Errorf("an adviser is left: %s", text)
	}
}

// The Coop gives the standard's columns, and the helpers of each place.
func TestThePlacesOfTheCoop(t *testing.T) {
	file := read(t, "standard", `[{"id": "1", "pivot": "21500199000017", "nom": "Mairie", "commune": "Genêts", "code_postal": "50530", "code_insee": "50199", "adresse": "4 rue de l'Entrepont",
		"latitude": 48.6837, "longitude": -1.4756, "date_maj": "2026-11-02", "services": "Aide aux démarches administratives", "dispositif_programmes_nationaux": "Conseillers numériques|France Services",
		"aidants": [{"id": "7", "nom": "Zoé Martin", "courriel": "zoe@genets.example", "telephone": "0600000000"}]}]`)
	if len(file.Records) != 1 || file.Records[0].Offer.Kind != mediation.FranceServices && file.Records[0].Offer.Kind != mediation.ConseillerNumerique {
		t.Errorf("%+v", file.Records)
	}
	if text := everything(t, file); strings.Contains(text, "Zoé") || strings.Contains(text, "zoe@") {
		t.Errorf("a helper is left: %s", text)
	}
}

func TestFranceServicesWithSemicolons(t *testing.T) {
	file := read(t, "france-services", "id_fs;insee_dep;lib_fs;adresse;complement_adresse;insee_com;code_postal;lib_com;latitude;longitude;mail;telephone;h_lundi;h_mardi;prise_rdv;commentaire;format_fs;colonne_nouvelle\n"+
		"9001;50;France services de Genêts;4 rue de l'Entrepont;;50199;50530;Genêts;48.6837;-1.4756;fs@genets.example;0233000008;09:00 - 12:00 / 13:30 - 17:00;09:00 - 12:00;Oui;;Fixe;x\n")
	got := file.Records[0].Offer
	if got.Hours != "Mo 09:00-12:00,13:30-17:00; Tu 09:00-12:00" || got.Contact.Phone != "+33233000008" || got.Kind != mediation.FranceServices {
		t.Errorf("%+v, %v", got, file.Records[0].Problems)
	}
}

const directoryRecord = `{"id": "ab12", "nom": "France services - Genêts", "siret": "21500199000017", "code_insee_commune": "50199",
	"pivot": "[{\"type_service_local\": \"france_services\", \"code_insee_commune\": [\"50199\"]}]",
	"adresse": "[{\"type_adresse\": \"Adresse postale\", \"numero_voie\": \"BP 1\", \"code_postal\": \"50530\", \"nom_commune\": \"Genêts\"}, {\"type_adresse\": \"Adresse\", \"complement1\": \"Mairie\", \"numero_voie\": \"4 rue de l'Entrepont\", \"code_postal\": \"50530\", \"nom_commune\": \"Genêts\", \"longitude\": \"-1.4756\", \"latitude\": \"48.6837\"}]",
	"telephone": "[{\"valeur\": \"02 33 00 00 08\", \"description\": \"\"}]", "adresse_courriel": "fs@genets.example",
	"site_internet": "[{\"libelle\": \"\", \"valeur\": \"https://www.genets.example\"}]",
	"plage_ouverture": "[{\"nom_jour_debut\": \"Lundi\", \"nom_jour_fin\": \"Mercredi\", \"valeur_heure_debut_1\": \"09:00:00\", \"valeur_heure_fin_1\": \"12:00:00\", \"valeur_heure_debut_2\": \"13:30:00\", \"valeur_heure_fin_2\": \"17:00:00\", \"commentaire\": \"\"}, {\"nom_jour_debut\": \"Vendredi\", \"nom_jour_fin\": \"Vendredi\", \"valeur_heure_debut_1\": \"09:00:00\", \"valeur_heure_fin_1\": \"12:00:00\", \"valeur_heure_debut_2\": \"\", \"valeur_heure_fin_2\": \"\", \"commentaire\": \"\"}]",
	"date_modification": "18/12/2025 17:42:39"}`

// The directory of the administration has JSON inside its JSON.
func TestTheDirectoryOfTheAdministration(t *testing.T) {
	file := read(t, "annuaire-service-public", "["+directoryRecord+"]")
	got := file.Records[0]
	if got.Fatal() || got.Offer.Address != (mediation.Address{Street: "4 rue de l'Entrepont", Complement: "Mairie", Postcode: "50530", City: "Genêts", INSEE: "50199"}) {
		t.Errorf("%+v", got)
	}
	if want := "Mo-We 09:00-12:00,13:30-17:00; Fr 09:00-12:00"; got.Offer.Hours != want {
		t.Errorf("hours %q, want %q", got.Offer.Hours, want)
	}
	if got.Offer.Contact != (mediation.Contact{Phone: "+33233000008", Email: "fs@genets.example", Website: "https://www.genets.example"}) ||
		got.Offer.Updated.Format("2006-01-02") != "2025-12-18" || got.Offer.Point == nil || got.Offer.Kind != mediation.FranceServices {
		t.Errorf("%+v", got.Offer)
	}
}

// A comment on hours stays with them: it takes "open" away, or enters the rule.
func TestACommentOfTheDirectoryIsNotDropped(t *testing.T) {
	record := strings.Replace(directoryRecord, `\"17:00:00\", \"commentaire\": \"\"`, `\"17:00:00\", \"commentaire\": \"sur rendez-vous\"`, 1)
	got := read(t, "annuaire-service-public", "["+record+"]").Records[0].Offer
	if !strings.Contains(got.Hours+got.HoursText, "rendez-vous") {
		t.Errorf("%q %q", got.Hours, got.HoursText)
	}
}

func TestACounterThatIsNoFranceServicesIsSetAside(t *testing.T) {
	for _, pivot := range []string{`[{\"type_service_local\": \"mairie\"}]`, "", "{"} {
		record := strings.Replace(directoryRecord, `[{\"type_service_local\": \"france_services\", \"code_insee_commune\": [\"50199\"]}]`, pivot, 1)
		if got := read(t, "annuaire-service-public", "["+record+"]").Records[0]; !got.Fatal() {
			t.Errorf("%s: %+v", pivot, got)
		}
	}
}
