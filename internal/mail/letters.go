package mail

import (
	"embed"
	htmltemplate "html/template"
	"slices"
	"strings"
	"text/template"

	"escale/internal/mediation"
)

//go:embed templates
var templates embed.FS

// letters has, for each kind of mail, its subject, its paragraphs, what its link
// does, and the paragraphs below; plain and rich lay them out.
var (
	letters = template.Must(template.New("letters").Option("missingkey=error").ParseFS(templates, "templates/letters.tmpl", "templates/van.tmpl"))
	plain   = template.Must(template.ParseFS(templates, "templates/plain.tmpl"))
	rich    = htmltemplate.Must(htmltemplate.ParseFS(templates, "templates/rich.tmpl"))
)

// text is a letter in words.
type text struct {
	Subject, Action, Link, Code string
	Before, After               []string
}

// words are what the templates of letters read.
type words struct {
	mediation.Letter
	Site string
}

func (s *Sender) write(l mediation.Letter) (t text, err error) {
	l.Right, l.Scope, l.About, l.Where, l.Bring = oneLine(l.Right), oneLine(l.Scope), oneLine(l.About), oneLine(l.Where), oneLine(l.Bring)
	l.Names = slices.Clone(l.Names)
	for i := range l.Names {
		l.Names[i] = oneLine(l.Names[i])
	}
	part := func(name string) string {
		var b strings.Builder
		if failed := letters.ExecuteTemplate(&b, string(l.Kind)+"/"+name, words{l, s.opts.Site}); failed != nil && err == nil {
			err = failed
		}
		return s.opts.Tie(strings.TrimSpace(b.String()))
	}
	t = text{
		Subject: oneLine(part("subject")), Action: part("action"), Code: l.Code,
		Before: paragraphs(part("before")), After: paragraphs(part("after")),
	}
	if l.Call != "" {
		t.After = append(t.After, s.opts.Tie("Une question ? "+l.Call))
	}
	if l.Secret != "" || l.Van != 0 {
		t.Link = s.opts.Link(l)
	}
	return t, err
}

// oneLine keeps what people typed from being more than a few words of a line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func paragraphs(text string) (list []string) {
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}
