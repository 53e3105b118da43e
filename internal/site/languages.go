package site

import (
	"encoding/json"
	"html/template"
	"io/fs"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/language"
	"escale/internal/mediation"
)

// functions are what templates call. "t" says a text in the page's language,
// "tof" one that has a context and values, "here" keeps the language in an
// address of ours.
func functions(l *language.Language) template.FuncMap {
	return template.FuncMap{
		"phone": mediation.PhoneText, "tie": tie, "follow": follow,
		"t": l.Say, "tof": l.SayOf, "here": func(address string) string { return inLanguage(l, address) },
		// Rules of hours are said in French only: elsewhere the coming week says them.
		"foreign": l.Foreign,
		// Sources write French: their words are marked in a page that is not.
		"source": func() template.HTMLAttr {
			if l.Foreign() {
				return ` lang="fr" dir="ltr"`
			}
			return ""
		},
	}
}

// textsFile lists what the client says (frontend/build.mjs).
const textsFile = "texts.json"

// translate makes the templates of each language, and what its scripts say.
func (s *Site) translate(pages *template.Template) error {
	content, err := fs.ReadFile(s.opts.Dist, textsFile)
	if err != nil {
		return err
	}
	var texts []string
	if err := json.Unmarshal(content, &texts); err != nil {
		return err
	}
	s.words = map[*language.Language]template.JS{}
	for _, l := range language.All() {
		clone, err := pages.Clone()
		if err != nil {
			return err
		}
		s.pages[l] = clone.Funcs(functions(l))
		words, err := l.Words(texts)
		if err != nil {
			return err
		}
		s.words[l] = template.JS(words) //nolint:gosec // JSON escapes what HTML would read
	}
	return nil
}

// codeOf is how addresses write a language: French is not written.
func codeOf(l *language.Language) string {
	if l == nil || l == language.French {
		return ""
	}
	return l.Code
}

// inLanguage keeps the language in an address of ours.
func inLanguage(l *language.Language, address string) string {
	code := codeOf(l)
	if code == "" || !strings.HasPrefix(address, "/") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	query.Set(langName, code)
	u.RawQuery = query.Encode()
	return u.String()
}

// languageLink leads to the same page in another language.
type languageLink struct {
	*language.Language
	URL     string
	Current bool
}

func (f *frame) addLanguages(c echo.Context) {
	address := *c.Request().URL
	for _, l := range language.All() {
		query := address.Query()
		query.Set(langName, l.Code)
		if l == language.French {
			query.Del(langName)
		}
		address.RawQuery = query.Encode()
		f.Languages = append(f.Languages, languageLink{l, address.RequestURI(), l == f.Language})
	}
}

// departement says where the map is about: "dans la Manche".
func (s *Site) departement(l *language.Language) string {
	if !l.Foreign() {
		return s.opts.Departement.In
	}
	return l.SayOf("département", "dans le département %s", s.opts.Departement.Name)
}
