package formats

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// standardRow reads one row of the national standard, given by pairs of column and cell;
// other columns are beside it.
func standardRow(t *testing.T, pairs ...string) Record {
	t.Helper()
	names, values := []string{"id"}, []string{"1"}
	for i := 0; i+1 < len(pairs); i += 2 {
		names, values = append(names, pairs[i]), append(values, pairs[i+1])
	}
	r := standardFormat.layout.row(2, names, values)
	return standardFormat.record(&r, "s")
}

// What moves is never a door: the name, the column and the comment say so.
func TestWhatMovesIsNoDoor(t *testing.T) {
	const elsewhere = "Lundi : Ablon, Mardi : Bavent ; Mercredi - 9h-12h - Cresserons ; Jeudi - Douvres"
	for _, tt := range []struct {
		name, column, comment, hours string
		kind                         mediation.Kind
		want                         string // the hours
	}{
		{"Espace numérique mobile", "", "", "Tu 09:00-12:00", mediation.Van, "Tu 09:00-12:00"},
		{"Le Bus des démarches", "", "", "", mediation.Van, ""},
		{"Ordi'Bus", "", "", "", mediation.Van, ""},
		{"Estafette numérique", "", "", "", mediation.Van, ""},
		{"Caravane numérique", "", "", "", mediation.Van, ""},
		{"Camping-car du numérique", "", "", "", mediation.Van, ""},
		{"Mobil'num", "", "", "", mediation.Van, ""},
		{"La roulotte des démarches", "", "", "", mediation.Van, ""},
		{"Triporteur connecté", "", "", "", mediation.Van, ""},
		{"MÉDIATION NUMÉRIQUE ITINÉRANTE", "", "", "", mediation.Van, ""},
		{"Ateliers itinérants du Bessin", "", "", "", mediation.Van, ""},
		{"Ferté / Van numérique", "", "", "", mediation.Van, ""},
		{"Camion connecté", "", "", "", mediation.Van, ""},
		{"Médiabus du Pays d'Auge", "", "", "", mediation.Van, ""},
		{"Conseillère en itinérance", "", "", "", mediation.Van, ""},
		{"Maison des services", "Bus_équivalent", "", "", mediation.Van, ""},
		{"Maison des services", "Itinérante", "", "", mediation.Van, ""},
		{"Maison des services", "ITINERANT", "", "", mediation.Van, ""},
		{"Maison des services", "Oui", "", "", mediation.Van, ""},
		{"Maison des services", "minibus", "", "", mediation.Van, ""},
		{"Maison des services", "Itinérant|Fixe", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Maison des services", "Multi-sites", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Maison des services", "Hybride", "", "Mo 09:00-12:00", mediation.EPN, `Mo 09:00-12:00 "lieu fixe ou itinérant, à confirmer"`},
		{"Sous-préfecture et itinérance", "", "", "Mo 09:00-12:00", mediation.EPN, `Mo 09:00-12:00 "lieu fixe ou itinérant, à confirmer"`},
		// Doors that only sound like it.
		{"Espace Van Gogh", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"ESPACE VAN GOGH", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Salle Van Gogh", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Point numérique, arrêt de bus du bourg", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Aire de camping-car, salle 1", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Salle du camping", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Gare de bus, salle 2", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Boutique du téléphone mobile", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Maison de la mobilité", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"EPN 10/12 rue Basse", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Accueil 7/7", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		{"Salle du 8 mai 1945", "", "", "Mo 09:00-12:00", mediation.EPN, "Mo 09:00-12:00"},
		// Dates are visits when all can be read.
		{"Mairie (05/01/27 - 02/02/27)", "", "", "Tu 14:00-16:00", mediation.Van, "2027 Jan 05 14:00-16:00; 2027 Feb 02 14:00-16:00"},
		{"Mairie : 5/1/2027 et 2 /02/ 2027", "", "", "Tu 14:00-16:00", mediation.Van, "2027 Jan 05 14:00-16:00; 2027 Feb 02 14:00-16:00"},
		{"Passage le 5 janvier 2027", "", "", "", mediation.Van, `2027 Jan 05 "heures non publiées"`},
		{"Mairie (05/01/27 - 31/02/27)", "", "", "Tu 14:00-16:00", mediation.Van, ""},
		{"Mairie (05/01 - 02/02)", "", "", "Tu 14:00-16:00", mediation.Van, ""},
		{"Mairie (06/01/27)", "", "", "Tu 14:00-16:00", mediation.Van, ""}, // a Wednesday
		{"Mairie (tous les lundis du 4 janvier au 8 mars 2027)", "", "", "Mo 14:00-16:00", mediation.EPN, `Mo 14:00-16:00 "tous les lundis du 4 janvier au 8 mars 2027"`},
		// The comment of a van names where it goes: its hours are those of its base.
		{"Bus", "Itinérant", elsewhere, "Mo-We 09:00-12:00", mediation.Van, ""},
		{"Bus", "Itinérant", "Se déplace dans les communes du canton", "Mo-We 09:00-12:00", mediation.Van, ""},
		{"Bus", "Itinérant", "Passages : 05/01/2027 et 02/02/2027 de 14h à 16h", "Tu 14:00-16:00", mediation.Van, "2027 Jan 05 14:00-16:00; 2027 Feb 02 14:00-16:00"},
		{"Point numérique", "", elsewhere, "Mo-We 09:00-12:00", mediation.Van, ""},
		{"Point numérique", "Fixe", elsewhere, "Mo-We 09:00-12:00", mediation.EPN, "Mo-We 09:00-12:00"},
		{"Point numérique", "", "Permanence à Ablon le lundi et à Bavent le mardi", "Mo-We 09:00-12:00", mediation.EPN, "Mo-We 09:00-12:00"},
	} {
		r := standardRow(t, "nom", tt.name, "commune", "Caen", "itinerance", tt.column, "presentation_detail", tt.comment, "horaires", tt.hours)
		if r.Offer.Kind != tt.kind || r.Offer.Hours != tt.want {
			t.Errorf("%s, %q, %q: %s, hours %q; want %s, %q", tt.name, tt.column, tt.comment, r.Offer.Kind, r.Offer.Hours, tt.kind, tt.want)
		}
		if tt.hours != "" && r.Offer.Hours == "" && (r.Offer.HoursText == "" || len(r.Problems) == 0) {
			t.Errorf("%s: hours are lost: %+v", tt.name, r)
		}
	}
}

// Columns of dates beside the hours of a van are its visits, or its weeks are unknown; it
// does not come every week.
func TestDatesBesideTheHoursOfAVan(t *testing.T) {
	const week = "Tu 14:00-17:00"
	const visits, unknown = "2026 Dec 01 14:00-17:00; 2026 Dec 15 14:00-17:00", `Tu 14:00-17:00 "semaines à confirmer"`
	for _, tt := range []struct {
		name, column, first, second, want string
	}{
		{"Bus numérique", "Date", "01/12/2026", "15/12/2026", visits},
		{"Bus numérique", "Date", "46357", "46371", visits}, // as a workbook writes them
		{"Bus numérique", "Passage", "2026-12-01", "2026-12-15 00:00:00", visits},
		{"Bus numérique", "dates", "01/12/2026 et 15/12/2026", "", visits},
		{"Bus numérique", "décembre", "mardi 1er décembre 2026", "le 15/12/2026", visits},
		{"Bus numérique", "dates décembre", "1 et 15 décembre", "", unknown},
		{"Bus numérique", "Date", "01/12/2026", "voir le site", unknown},
		{"Bus numérique", "Date", "02/12/2026", "", ""}, // a Wednesday
		// Dates of something else.
		{"Bus numérique", "Date de MAJ", "01/12/2026", "", week},
		{"Bus numérique", "Mis à jour le", "01/12/2026", "", week},
		{"Bus numérique", "Numéro", "12", "", week},
		{"Mairie", "Date", "01/12/2026", "15/12/2026", week},
	} {
		r := standardRow(t, "nom", tt.name, "commune", "Conty", "horaires", week, tt.column+" 1", tt.first, tt.column+" 2", tt.second)
		if r.Offer.Hours != tt.want {
			t.Errorf("%s, %s = %q, %q: %q, want %q", tt.name, tt.column, tt.first, tt.second, r.Offer.Hours, tt.want)
		}
	}
}

// The column that decides is another in each format; the rule is one.
func TestWhatMovesInEveryFormat(t *testing.T) {
	for _, tt := range []struct {
		format format
		names  []string
		column string
	}{
		{franceServicesFormat, []string{"id_fs", "lib_fs"}, "format_fs"}, {epnFormat, []string{"siret", "nom"}, "itinerant"},
		{conseillersFormat, []string{"id", "nom"}, "itinerance"}, {standardFormat, []string{"id", "nom"}, "itinerance"},
	} {
		for name, word := range map[string]string{"Bus rural": "", "Maison": "Itinérant", "Accueil mobile": "Fixe", "Mairie (05/01/27 - 02/02/27)": ""} {
			r := tt.format.layout.row(2, append(slices.Clone(tt.names), tt.column), []string{"1", name, word})
			if got := tt.format.record(&r, "s"); got.Offer.Kind != mediation.Van {
				t.Errorf("%s, %s, %q: %s", tt.format.name, name, word, got.Offer.Kind)
			}
		}
	}
}

// Several rows of one vehicle are one; what a spreadsheet counted up is told.
func TestRowsOfOneVehicle(t *testing.T) {
	const header = "id,nom,adresse,code_postal,commune,itinerance,telephone\n"
	file, err := Read("standard", strings.NewReader(header+
		"1,Espace Mobile (EM),rue A,14000,Caen,Itinérant,02 61 91 00 92\n2,Espace Mobile (EM),rue B,14100,Lisieux,Itinérant,02 61 91 00 93\n"+
		"3,Espace Mobile - Bayeux,rue C,14400,Bayeux,,\n4,Bus,rue D,14000,Caen,,\n5,Bus,rue E,50000,Saint-Lô,,\n6,Mairie (05/01 - 02/02),a,14000,Caen,,\n7,Mairie (06/01 - 03/02),b,14100,Lisieux,,\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	var vehicles []string
	for _, r := range file.Records {
		vehicles = append(vehicles, r.Offer.Vehicle)
	}
	if want := []string{"Espace Mobile", "Espace Mobile", "Espace Mobile", "", "", "", ""}; !slices.Equal(vehicles, want) {
		t.Errorf("%q, want %q", vehicles, want)
	}
	if !slices.ContainsFunc(file.Records[1].Problems, func(p Problem) bool { return strings.Contains(p.Message, "plus un") }) {
		t.Errorf("a number that counts up is not told: %+v", file.Records[1].Problems)
	}
	m, err := ReadMapping(strings.NewReader("columns: {nom: n}\nconstants: {itinerance: Itinérant}\ntour: Le bus\nvehicle: v\n"))
	if err != nil {
		t.Fatal(err)
	}
	if file, err = ReadMapped(m, strings.NewReader("n;v\nSalle A;Bus 1\nSalle B;\n"), "s"); err != nil || file.Records[0].Offer.Vehicle != "Bus 1" || file.Records[1].Offer.Vehicle != "Le bus" {
		t.Errorf("%v, %+v", err, file)
	}
}

// A qualifier enters the rules or takes "open" away, wherever in the row it stands.
func TestALimitIsNeverDropped(t *testing.T) {
	const week = "Mo,Tu 09:00-12:00"
	for _, tt := range []struct{ column, cell, want string }{
		{"semaine", "impaire", "week 1-53/2 Mo,Tu 09:00-12:00"},
		{"Semaines", "paires", "week 2-53/2 Mo,Tu 09:00-12:00"},
		{"fréquence", "semaines paires uniquement", "week 2-53/2 Mo,Tu 09:00-12:00"},
		{"remarques", "Semaine impaire", "week 1-53/2 Mo,Tu 09:00-12:00"},
		{"remarques", "sauf vacances scolaires", `Mo,Tu 09:00-12:00 "sauf vacances scolaires"`},
		{"remarques", "Hors vacances", `Mo,Tu 09:00-12:00 "Hors vacances"`},
		{"remarques", "1er lundi du mois", `Tu 09:00-12:00; Mo 09:00-12:00 "1er lundi du mois"`},
		{"rythme", "un lundi sur deux", `Tu 09:00-12:00; Mo 09:00-12:00 "un lundi sur deux"`},
		{"rythme", "tous les quinze jours", `Mo,Tu 09:00-12:00 "tous les quinze jours"`},
		{"période", "jusqu'au 30 juin", `Mo,Tu 09:00-12:00 "jusqu'au 30 juin"`},
		{"période", "du 1er septembre au 30 juin", `Mo,Tu 09:00-12:00 "du 1er septembre au 30 juin"`},
		{"période", "en période scolaire", `Mo,Tu 09:00-12:00 "en période scolaire"`},
		{"sur rendez-vous", "oui", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"rdv", "Oui", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"RDV ?", "oui", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"RDV ?", "obligatoire", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"RDV ?", "X", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"Sur RDV (oui/non) :", "oui", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"Rendez-vous *", "oui", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"accueil", "sur rdv uniquement", `Mo,Tu 09:00-12:00 "sur rdv uniquement"`},
		{"presentation_detail", "Sur rendez-vous le mardi.", `Mo 09:00-12:00; Tu 09:00-12:00 "sur rendez-vous"`},
		{"presentation_detail", "Un accueil simple. Fermé en août.", `Mo,Tu 09:00-12:00; Aug "Fermé en août"`},
		{"presentation_detail", "Ouvert sauf pendant les congés scolaires", `Mo,Tu 09:00-12:00 "Ouvert sauf pendant les congés scolaires"`},
		{"complement_adresse", "semaines impaires", "week 1-53/2 Mo,Tu 09:00-12:00"},
		{"vacances scolaires", "fermé", `Mo,Tu 09:00-12:00 "vacances scolaires fermé"`},
		{"remarques", "Permanence annulée en décembre", `Mo,Tu 09:00-12:00; Dec "Permanence annulée en décembre"`},
		{"remarques", "suspendu jusqu'à nouvel ordre", `Mo,Tu 09:00-12:00 "suspendu jusqu'à nouvel ordre"`},
		{"remarques", "pas de permanence le 1er décembre", `Mo,Tu 09:00-12:00; Dec 01 "pas de permanence le 1er décembre"`},
		{"remarques", "uniquement sur inscription", `Mo,Tu 09:00-12:00 "uniquement sur inscription"`},
		{"remarques", "prendre RV au 06 12 34 56 78 avec Julie", `Mo,Tu 09:00-12:00 "sur rendez-vous"`},
		{"remarques", "réservé aux allocataires", `Mo,Tu 09:00-12:00 "réservé aux allocataires"`},
		{"remarques", "selon disponibilité", `Mo,Tu 09:00-12:00 "selon disponibilité"`},
		{"nom", "Mairie (fermée)", `Mo,Tu 09:00-12:00 "fermée"`},
		{"nom", "Mairie - ouverture prochaine", `Mo,Tu 09:00-12:00 "ouverture prochaine"`},
		{"Observations", "fermé", `Mo,Tu 09:00-12:00 "fermé"`},
		{"État", "travaux", `Mo,Tu 09:00-12:00 "travaux"`},
		{"Valable jusqu'au", "46203", `Mo,Tu 09:00-12:00 "jusqu’au 30/06/2026"`}, // as a workbook writes it
		{"Valable jusqu'au", "30/06/2026", `Mo,Tu 09:00-12:00 "jusqu’au 30/06/2026"`},
		{"Date de fin", "2026-06-30", `Mo,Tu 09:00-12:00 "jusqu’au 30/06/2026"`},
		{"expire le", "30/06/2026 00:00:00", `Mo,Tu 09:00-12:00 "jusqu’au 30/06/2026"`},
		{"Valable jusqu'au", "30 juin", `Mo,Tu 09:00-12:00 "valable jusqu'au 30 juin"`},
		{"À partir du", "30/06/2026", `Mo,Tu 09:00-12:00 "à partir du 30/06/2026"`},
		// What limits nothing.
		{"État", "ouvert", week},
		{"dimanche", "fermé", week},
		{"jours fériés", "fermé", week},
		{"nom", "Mairie - Caen", week},
		{"sur rendez-vous", "non", week},
		{"RDV ?", "non", week},
		{"RDV ?", "de préférence", week},
		{"remarques", "sauf jours fériés", week},
		{"remarques", "Avec ou sans rendez-vous", week},
		{"presentation_detail", "Prise de rendez-vous conseillée.", week},
		{"presentation_detail", "Permanence de la CAF sur rendez-vous le mardi.", week},
		{"presentation_detail", "Atelier photo le 1er lundi du mois.", week},
		{"couleur", "bleu", week},
	} {
		row := []string{"nom", "Lieu", "commune", "Caen", "horaires", "Mo-Tu 09:00-12:00"}
		if tt.column == "nom" {
			row[1] = tt.cell
		} else {
			row = append(row, tt.column, tt.cell)
		}
		r := standardRow(t, row...)
		want := strings.ReplaceAll(tt.want, "Mo,Tu", "Mo-Tu")
		if !sameHours(t, r.Offer.Hours, want) {
			t.Errorf("%s = %q: %q, want %q", tt.column, tt.cell, r.Offer.Hours, want)
		}
		if (tt.want == week) != (len(r.Problems) == len(standardRow(t, "nom", "Lieu", "commune", "Caen", "horaires", "Mo-Tu 09:00-12:00").Problems)) {
			t.Errorf("%s = %q: told wrongly, %+v", tt.column, tt.cell, r.Problems)
		}
	}
}

func sameHours(t *testing.T, a, b string) bool {
	t.Helper()
	x, err1 := hours.Parse(a)
	y, err2 := hours.Parse(b)
	if err1 != nil || err2 != nil {
		return false
	}
	lines := func(s *hours.Schedule) []string {
		text := s.Text(language.French)
		slices.Sort(text)
		return text
	}
	return slices.Equal(lines(x), lines(y))
}

// A mapping says which columns limit the hours, and what a tick means.
func TestAMappingSaysWhatLimits(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns: {nom: n}\nlimits: [groupe, \"RDV ?\"]\nweek: {lundi: l, mardi: [o, f, o2, f2]}\nvalues: {lundi: {x: 9h-12h}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, strings.NewReader("n;groupe;RDV ?;l;o;f;o2;f2\nA;B;;x;9h;12h;14h;17h30\nB;;;;09:00;;;17:00\nC;;;;9h;12h;14h;\nD;;oui;x;;;;\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`Mo 09:00-12:00 "groupe : B"; Tu 09:00-12:00,14:00-17:30 "groupe : B"`, "Tu 09:00-17:00", "", `Mo 09:00-12:00 "sur rendez-vous"`} {
		if got := file.Records[i].Offer; got.Hours != want || i == 2 && got.HoursText == "" {
			t.Errorf("%q, %q; want %q", got.Hours, got.HoursText, want)
		}
	}
}

// Of a row, what is kept is what was read; free text is kept without the persons in it.
func TestOnlyWhatWasReadIsKept(t *testing.T) {
	r := standardRow(t, "nom", "Lieu", "commune", "Caen", "horaires", "Mo 09:00-12:00", "presentation_detail", "Accueil, demander Mme Hamel 06 39 98 00 13.",
		"Contact", "Julie Martin", "Observations", "annulé, voir Mme Hamel 06 39 98 00 13", "telephone", "06 39 98 00 13")
	want := map[string]string{"id": "1", "nom": "Lieu", "commune": "Caen", "horaires": "Mo 09:00-12:00", "telephone": "06 39 98 00 13",
		"presentation_detail": "Accueil, demander (une personne) (un mobile).", "Observations": "annulé, voir (une personne) (un mobile)"}
	if diff := cmp.Diff(want, r.Raw); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(r.Offer.Hours, "Hamel") || strings.Contains(r.Offer.Hours, "06 39") {
		t.Errorf("hours: %s", r.Offer.Hours)
	}
	m, err := ReadMapping(strings.NewReader("columns: {nom: n, presentation_detail: [a, b]}\nlimits: [l]\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, strings.NewReader("n;a;b;l;Contact\nLieu;voir M. Dupont;au 06 39 98 00 13;A;Julie Martin\n"), "s")
	if diff := cmp.Diff(map[string]string{"n": "Lieu", "a": "voir (une personne)", "b": "au (un mobile)", "l": "A"}, file.Records[0].Raw); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// A column of few values beside the hours is named, for it may limit them.
func TestAColumnOfFewValuesIsNamed(t *testing.T) {
	file, err := Read("standard", strings.NewReader("id,nom,horaires,groupe,code\n1,A,Mo 09:00-12:00,A,1\n2,B,Mo 09:00-12:00,B,2\n3,C,Mo 09:00-12:00,A,3\n4,D,Mo 09:00-12:00,B,4\n"), "s")
	if err != nil || len(file.Problems) != 1 || file.Problems[0].Column != "groupe" || !strings.Contains(file.Problems[0].Message, "« A » (2), « B » (2)") {
		t.Errorf("%v, %+v", err, file.Problems)
	}
}

// A real id that is there twice stays one: only records without an id are told apart.
func TestARealIDIsNotMadeUp(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns: {id: i, nom: n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, strings.NewReader("i;n\n7;Lieu\n7;Lieu\n;Lieu\n;Lieu\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range file.Records {
		ids = append(ids, r.Offer.SourceID)
	}
	if want := []string{"7", "7", "lieu-accueil", "lieu-accueil-2"}; !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
}
