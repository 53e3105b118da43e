package config_test

import (
	"slices"
	"strings"
	"testing"

	"escale/internal/config"
)

func TestOriginsThatMayShowTheMap(t *testing.T) {
	for value, want := range map[string][]string{
		"": nil, "*": nil,
		"https://www.saint-lo.fr":                            {"https://www.saint-lo.fr"},
		"https://www.saint-lo.fr,http://localhost:8080":      {"https://www.saint-lo.fr", "http://localhost:8080"},
		"https://*.manche.fr,https://manche.fr":              {"https://*.manche.fr", "https://manche.fr"},
		"https://*.manche.gouv.fr,https://www.gouv.fr":       {"https://*.manche.gouv.fr", "https://www.gouv.fr"},
		"http://127.0.0.1:9000,https://xn--prfecture-e7a.fr": {"http://127.0.0.1:9000", "https://xn--prfecture-e7a.fr"},
		"https://a.b.c.example.org:65535":                    {"https://a.b.c.example.org:65535"},
	} {
		c, err := config.Read([]string{"ESCALE_FRAME_ANCESTORS=" + value})
		if err != nil || !slices.Equal(c.FrameAncestors, want) {
			t.Errorf("%q: %q, %v", value, c.FrameAncestors, err)
		}
	}
}

// What follows would open the header to anything, or means something else
// than whoever wrote it believes.
func TestOriginsThatAreRefusedAtStart(t *testing.T) {
	for _, value := range []string{
		"https://a.fr; script-src *", "https://a.fr;", ";", "https://a.fr https://b.fr", "https://a.fr, https://b.fr", " https://a.fr", "https://a.fr ", " ",
		"https://a.fr\n", "https://a.fr\r\nSet-Cookie: x=1", "https://a.fr\x00", "https://a.fr\t", "https://a\u00a0.fr", "https://a.fr\u2028",
		"javascript:alert(1)", "data:text/html,x", "https:", "https://", "//a.fr", "a.fr", "www.saint-lo.fr", "ftp://a.fr", "file:///",
		"https://*", "https://*.fr", "https://*.", "https://a.*.fr", "https://**.a.fr", "https://*a.fr", "https://*.*.a.fr", "*.manche.fr", "*,https://a.fr", "https://a.fr,*",
		"https://a.fr/", "https://a.fr/page", "https://a.fr?x", "https://a.fr#x", "https://moi@a.fr", "https://a.fr:", "https://a.fr:0", "https://a.fr:65536", "https://a.fr:x", "https://a.fr:80:80",
		"https://-a.fr", "https://a-.fr", "https://a..fr", "https://.a.fr", "https://a.fr.", "https://préfecture.fr", "HTTPS://a.fr", "https://A.fr",
		"'none'", "'self'", "https://a.fr,,https://b.fr", ",", "https://a.fr'", `https://a.fr"`, "https://[::1]",
		"https://*.co.uk", "https://*.gouv.fr", "https://*.github.io", "https://*.asso.fr:8080", "https://*.127.0.0.1", "http://*.0.0.1", "https://*.localhost",
	} {
		c, err := config.Read([]string{"ESCALE_FRAME_ANCESTORS=" + value})
		if err == nil || !strings.Contains(err.Error(), "ESCALE_FRAME_ANCESTORS") {
			t.Errorf("%q passes as %q: %v", value, c.FrameAncestors, err)
		}
	}
}

func TestARefusedOriginSaysWhichAndWhy(t *testing.T) {
	for value, want := range map[string]string{
		"https://a.fr,,https://b.fr":          `Entrée 2, "" : elle est vide`,
		"https://a.fr, https://b.fr":          `Entrée 2, " https://b.fr" : il y a un espace`,
		"https://a.fr,https://*.gouv.fr":      `Entrée 2, "https://*.gouv.fr" : « *.gouv.fr » vaudrait pour les sites de tout le monde`,
		"https://*.10.0.0.1":                  `Entrée 1, "https://*.10.0.0.1" : une adresse IP n’a pas de sous-domaines`,
		"www.saint-lo.fr":                     "elle doit commencer par https:// ou http://",
		"https://a.fr/page":                   "rien après",
		"https://a.fr:70000":                  "le port doit être entre 1 et 65535",
		"https://A.fr":                        "en minuscules",
		"https://a.*.fr":                      "l’étoile ne va qu’au début",
		"*,https://a.fr":                      "l’étoile seule vaut pour tous les sites",
		"https://a.fr,x,https://b.fr,ftp://c": `Entrée 4, "ftp://c"`,
	} {
		_, err := config.Read([]string{"ESCALE_FRAME_ANCESTORS=" + value})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", value, err, want)
		}
	}
}
