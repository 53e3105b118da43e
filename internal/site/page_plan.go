package site

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// planPath is where the plan of the site lives: with the search, the second
// way to find any page (RGAA 12.1).
const planPath = "/plan-du-site"

type planView struct {
	frame
	Parts []planPart
	// Needs are all the needs by family, each leading to its answer.
	Needs []planPart
}

type planPart struct {
	Title string
	Pages []anchor
}

// plan answers GET /plan-du-site.
func (s *Site) plan(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := planView{frame: s.Frame(language.French, "Plan du site", snapshot).In(""), Parts: s.planParts(snapshot), Needs: planNeeds(snapshot)}
	return s.Render(c, language.French, snapshot.At(s.opts.Now()), planPage, view)
}

// link is a line of the plan.
func link(address, label string) anchor { return anchor{URL: address, Label: label} }

func (s *Site) planParts(snapshot *catalog.Snapshot) []planPart {
	parts := []planPart{{"Trouver un lieu", []anchor{
		link("/", "Question 1 : de quoi avez-vous besoin ?"), link("/?etape=ou", "Question 2 : où êtes-vous ?"),
		link("/?etape=quand", "Question 3 : quand ?"), link("/?etape=reponse", "Tous les lieux"),
	}}, {"Chez qui ?", kindPages()}}
	if len(snapshot.Tours) > 0 {
		parts = append(parts, planPart{"Le bus", []anchor{
			link("/passages", "Les passages du bus, jour par jour"), link("/passages?par=commune", "Les passages du bus, commune par commune"),
		}})
	}
	commune := planPart{"Votre commune", []anchor{link("/communes", "Les communes et les intercommunalités")}}
	if s.opts.Reach != nil {
		commune.Pages = append(commune.Pages, link(pages.CoveragePath, "Qui est loin de l’aide numérique"))
	}
	if address := s.askURL(""); address != "" {
		commune.Pages = append(commune.Pages, link(address, "Demander le passage du bus"))
	}
	parts = append(parts, commune,
		planPart{"Pour les professionnels", []anchor{link(pages.OrientationPath, "Orienter une personne : comparer les lieux")}})
	return append(parts, planPart{"À propos", []anchor{
		link("/accessibilite", "Accessibilité"), link("/mentions-legales", "Mentions légales"),
		link("/integrer", "Mettre cette carte sur votre site"),
	}}, planPart{"Données ouvertes", []anchor{
		link("/donnees", "Les données : ce qui est sûr, ce qui manque"),
		link("/export/lieux.xlsx", "Tous les lieux : tableur"), link("/export/lieux.csv", "Tous les lieux : CSV au standard national"),
		link("/export/lieux.geojson", "Tous les lieux : GeoJSON"), link("/ogc?f=html", "Données géographiques : OGC API"), link("/openapi.json", "Description de l’API"),
	}})
}

// kindPages are the kinds of help, each leading to its places.
func kindPages() []anchor {
	var pages []anchor
	for _, k := range kindChoices(nil) {
		pages = append(pages, link("/?kind="+url.QueryEscape(k.ID), k.Label))
	}
	return pages
}

func planNeeds(snapshot *catalog.Snapshot) []planPart {
	var parts []planPart
	needFamilies(snapshot.Needs, func(label string, list []mediation.Need) {
		part := planPart{Title: label}
		for _, n := range list {
			part.Pages = append(part.Pages, link("/?service="+url.QueryEscape(string(n.ID)), n.Label))
		}
		if len(part.Pages) > 0 {
			parts = append(parts, part)
		}
	})
	return parts
}
