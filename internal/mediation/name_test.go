package mediation_test

import (
	"testing"

	"escale/internal/mediation"
)

// Names as the sources of the Manche write them, and as people do.
func TestReadableName(t *testing.T) {
	for _, c := range []struct{ name, city, want string }{
		{"FRANCE SERVICES DE PERIERS", "Périers", "France Services de Périers"},
		{"ASS SOLIDARITE TRAVAIL RECHERCHE EMPLOI", "Cherbourg-en-Cotentin", "Association Solidarité Travail Recherche Emploi"},
		{"CC DE LA BAIE DU COTENTIN", "Carentan-les-Marais", "CC de la Baie du Cotentin"},
		{"CLIC DU SUD MANCHE - Aidant Bus", "Ducey-Les Chéris", "CLIC du Sud Manche - Aidant Bus"},
		{"COMMUNE DE LESSAY", "Lessay", "Commune de Lessay"},
		{"Mairie SAINT-PIERRE-LANGER", "Saint-Pierre-Langers", "Mairie Saint-Pierre-Langer"},
		{"SECOURS POPULAIRE FRANCAIS - FEDERATION DE LA MANCHE", "Cherbourg-en-Cotentin", "Secours Populaire Français - Fédération de la Manche"},
		{"MAIRIE DE VILLEDIEU LES POELES ROUFFIGNY", "Villedieu-les-Poêles-Rouffigny", "Mairie de Villedieu-les-Poêles-Rouffigny"},
		{"L'ANIMATHEQUE", "Granville", "L'Animatheque"},
		{"ESC-HALLES", "Avranches", "Esc-Halles"},
		{"EPN - Bibliothèque Boris Vian", "Cherbourg-en-Cotentin", "Bibliothèque Boris Vian"},
		{"EPN - Barenton", "Barenton", "EPN de Barenton"},
		{"EPN - Barneville Carteret", "Barneville-Carteret", "EPN de Barneville-Carteret"},
		{"EPN - Le Teilleul", "Le Teilleul", "EPN du Teilleul"},
		{"EPN - Moyon", "Moyon Villages", "EPN de Moyon"},
		{"EPN - Portbail", "Port-Bail-sur-Mer", "EPN de Portbail"},
		{"EPN - Saint Georges Montcoq", "Saint-Georges-Montcocq", "EPN de Saint Georges Montcoq"},
		{"EPN - La Haye du Puits", "La Haye", "EPN de La Haye du Puits"},
		{"EPN - FJT du Roc", "Granville", "FJT du Roc"},
		{"EPN - mobile", "Saint-Lô", "EPN mobile"},
		{"EPN - ", "Saint-Lô", "EPN - "},
		{"EPN - Espace public numérique", "", "Espace public numérique"},
		{"MEDIATHEQUE DE L'ILE", "", "Médiathèque de l'Île"},
		{"EHPAD Les Marronniers", "", "EHPAD Les Marronniers"},
		{"SDSEI Haut-Béarn", "", "SDSEI Haut-Béarn"},
		{"CPH Libourne (GROUPE SOS)", "Libourne", "CPH Libourne (Groupe SOS)"},
		// What is not shouted is left as it is.
		{"EPN de la Médiathèque d'Agneaux", "Agneaux", "EPN de la Médiathèque d'Agneaux"},
		{"France services d'Isigny-le-Buat", "Isigny-le-Buat", "France services d'Isigny-le-Buat"},
		{"MJC La Brêche", "Cherbourg-en-Cotentin", "MJC La Brêche"},
		{"Maison <script>alert(1)</script>", "Saint-Lô", "Maison <script>alert(1)</script>"},
		{"", "", ""},
	} {
		if got := mediation.ReadableName(c.name, c.city); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAReadableNameStaysSo(t *testing.T) {
	for _, name := range []string{"FRANCE SERVICES DE PERIERS", "EPN - Barenton", "CLIC DU SUD MANCHE - Aidant Bus"} {
		once := mediation.ReadableName(name, "Barenton")
		if twice := mediation.ReadableName(once, "Barenton"); twice != once {
			t.Errorf("%q became %q, then %q", name, once, twice)
		}
	}
}
