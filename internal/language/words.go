package language

import (
	"encoding/json"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// aboutMark stands between what a text is about and the text, as gettext
// writes it.
const aboutMark = "\x04"

// Words is what a page carries for its script: what the language makes of the
// texts that the script says, as JSON that frontend/src/language.ts reads; ""
// for French. A text is written alone, or after what it is about and
// U+0004; of a counted one, its singular.
func (l *Language) Words(texts []string) (string, error) {
	if !l.spoken() {
		return "", nil
	}
	translated := map[string]any{}
	domain := l.words.GetDomain()
	plain, about := domain.GetTranslations(), domain.GetCtxTranslations()
	for _, text := range texts {
		translation := plain[text]
		if context, french, ok := strings.Cut(text, aboutMark); ok {
			translation = about[context][french]
		}
		if translation != nil {
			translated[text] = forms(translation)
		}
	}
	plurals := l.Tag
	if plurals == "pt" {
		plurals = "pt-PT" // in Brazil 0 is singular
	}
	encoded, err := json.Marshal(map[string]any{"code": l.Code, "plurals": plurals, "texts": translated})
	return string(encoded), err
}

// forms is the text, or all its forms when it is counted.
func forms(translation *gotext.Translation) any {
	if translation.PluralID == "" {
		return translation.Get()
	}
	list := make([]string, len(translation.Trs))
	for i := range list {
		list[i] = translation.Trs[i]
	}
	return list
}
