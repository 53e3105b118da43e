package formats

import (
	"cmp"
	"io"
	"strings"
	"time"

	"escale/internal/mediation"
)

// families of needs, in the reader's words.
var families = []string{"demarches", "competences", "acces"}

var levels = []string{string(mediation.FirstSteps), string(mediation.Procedure), string(mediation.Further)}

type yamlNeed struct {
	ID          scalar   `yaml:"id"`
	Family      scalar   `yaml:"family"`
	Level       scalar   `yaml:"level"`
	Label       scalar   `yaml:"label"`
	Short       scalar   `yaml:"short"`
	Explanation scalar   `yaml:"explanation"`
	Bring       []scalar `yaml:"bring"`
	BringSource struct {
		Name scalar `yaml:"name"`
		URL  scalar `yaml:"url"`
	} `yaml:"bring_source"`
	BringChecked scalar   `yaml:"bring_checked"`
	Synonyms     []scalar `yaml:"synonyms"`
	National     scalar   `yaml:"national"`
	DeclaredBy   []scalar `yaml:"declared_by"`
	ImpliedBy    []scalar `yaml:"implied_by"`
	PossibleAt   []scalar `yaml:"possible_at"`
}

// ReadNeeds reads data/services.yaml: the needs, in the order in which people
// are shown them. It is strict: an unknown key or slug, or an id that comes
// twice, is a [*mediation.Error] of kind Invalid that names the line.
func ReadNeeds(r io.Reader) (mediation.Needs, error) {
	var file struct {
		Needs []yamlNeed `yaml:"needs"`
	}
	if err := readYAML(r, &file); err != nil {
		return nil, err
	}
	if len(file.Needs) == 0 {
		return nil, fault("La liste « needs » est vide.")
	}
	needs := make(mediation.Needs, len(file.Needs))
	var check checklist
	for i, n := range file.Needs {
		n.check(&check)
		needs[i] = n.need()
	}
	if check.err != nil {
		return nil, check.err
	}
	return needs, nil
}

func (n yamlNeed) check(c *checklist) {
	line := max(n.Label.line, n.Family.line)
	c.id(n.ID, line)
	c.required(n.Family, "family", n.ID.line)
	c.required(n.Label, "label", n.ID.line)
	c.required(n.Explanation, "explanation", n.ID.line)
	c.oneOf(n.Family, "family", families)
	c.oneOf(n.National, "national", mediation.NationalServices.Slugs())
	c.required(n.Level, "level", n.ID.line)
	c.oneOf(n.Level, "level", levels)
	n.checkBring(c)
	for _, s := range n.ImpliedBy {
		c.oneOf(s, "implied_by", mediation.Programmes.Slugs())
	}
	for _, s := range n.PossibleAt {
		c.oneOf(s, "possible_at", mediation.Programmes.Slugs())
	}
}

// checkBring wants to know who says what is to be brought.
func (n yamlNeed) checkBring(c *checklist) {
	from := n.BringSource
	if len(n.Bring) > 0 {
		c.required(from.Name, "bring_source: name", n.Bring[0].line)
		c.required(from.URL, "bring_source: url", n.Bring[0].line)
	}
	if from.URL.text != "" && !strings.HasPrefix(from.URL.text, "https://") {
		c.refuse(from.URL.line, "« bring_source » : l'adresse doit commencer par https://")
	}
	if _, err := time.Parse(time.DateOnly, n.BringChecked.text); err != nil && n.BringChecked.text != "" {
		c.refuse(n.BringChecked.line, "« bring_checked » : il faut une date, comme 2026-12-01")
	}
}

func (n yamlNeed) need() mediation.Need {
	return mediation.Need{
		ID: mediation.NeedID(n.ID.text), Family: n.Family.text, Label: n.Label.text, Short: cmp.Or(n.Short.text, n.Label.text), Explanation: n.Explanation.text,
		Level: mediation.Level(n.Level.text), Bring: texts(n.Bring), BringChecked: n.BringChecked.text,
		BringSource: mediation.Link{Name: n.BringSource.Name.text, URL: n.BringSource.URL.text},
		Synonyms:    texts(n.Synonyms), National: n.National.text,
		DeclaredBy: texts(n.DeclaredBy), ImpliedBy: texts(n.ImpliedBy), PossibleAt: texts(n.PossibleAt),
	}
}
