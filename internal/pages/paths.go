package pages

import "escale/internal/mediation"

// CommunePath is the address of the page of a commune.
func CommunePath(c *mediation.Commune) string {
	return "/communes/" + c.INSEE + "-" + mediation.Slug(c.Name)
}

// EPCIPath is the address of the page of an EPCI.
func EPCIPath(e mediation.EPCI) string {
	return "/intercommunalites/" + e.SIREN + "-" + mediation.Slug(e.Name)
}
