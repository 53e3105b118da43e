package formats

import (
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Source is a feed of places that Escale knows of (data/sources.yaml).
type Source struct {
	// ID is what offers carry as their source; Format is one of [Formats].
	ID, Name, Format string
	// Mirror is the path of its file below a folder of source files, URL where
	// it is published online, Embedded the path of a file that Escale ships
	// with. At least one of them is set.
	Mirror, URL, Embedded string
	// Licence and Producer are shown to readers. Date is that of the mirror's
	// edition, as the producer writes it.
	Licence, Producer, Date string
	// Departements lists the codes of those it covers; empty means all.
	Departements []string
	// Tour is the name of the tour when all rows are the base and the stops of
	// one vehicle, "" otherwise.
	Tour string
	// Supersedes is the id of a source that holds the same records, under the
	// same ids, in poorer form; "" for none.
	Supersedes string
	// Example is true for invented data.
	Example bool
	// Every is how often its address is read again, 0 for never.
	Every time.Duration
	// Token names the setting that holds the token which the address asks for,
	// "" when it asks for none.
	Token string
}

// departementMark stands in an address for the code of the département.
const departementMark = "{departement}"

// Address is where the records of a département are published.
func (s Source) Address(departement string) string {
	return strings.ReplaceAll(s.URL, departementMark, url.QueryEscape(departement))
}

// Page is the address without what it asks for: the same for all départements.
func (s Source) Page() string {
	page, query, _ := strings.Cut(s.URL, "?")
	if strings.Contains(query, departementMark) {
		return page
	}
	return s.URL
}

type yamlSource struct {
	ID           scalar   `yaml:"id"`
	Name         scalar   `yaml:"name"`
	Format       scalar   `yaml:"format"`
	Mirror       scalar   `yaml:"mirror"`
	URL          scalar   `yaml:"url"`
	Licence      scalar   `yaml:"licence"`
	Producer     scalar   `yaml:"producer"`
	Date         scalar   `yaml:"date"`
	Departements []scalar `yaml:"departements"`
	Embedded     scalar   `yaml:"embedded"`
	Tour         scalar   `yaml:"tour"`
	Supersedes   scalar   `yaml:"supersedes"`
	Example      bool     `yaml:"example"`
	Every        scalar   `yaml:"every"`
	Token        scalar   `yaml:"token"`
}

// ReadSources reads data/sources.yaml. It is strict: an unknown key or format,
// an id that comes twice, or a source without any place to read it from is a
// [*mediation.Error] of kind Invalid that names the line.
func ReadSources(r io.Reader) ([]Source, error) {
	var file struct {
		Sources []yamlSource `yaml:"sources"`
	}
	if err := readYAML(r, &file); err != nil {
		return nil, err
	}
	if len(file.Sources) == 0 {
		return nil, fault("La liste « sources » est vide.")
	}
	sources := make([]Source, len(file.Sources))
	var check checklist
	for i, s := range file.Sources {
		s.check(&check)
		sources[i] = s.source()
	}
	if check.err != nil {
		return nil, check.err
	}
	return sources, nil
}

func (s yamlSource) check(c *checklist) {
	c.id(s.ID, max(s.Name.line, s.Format.line))
	c.required(s.Name, "name", s.ID.line)
	c.required(s.Format, "format", s.ID.line)
	c.required(s.Licence, "licence", s.ID.line)
	c.required(s.Producer, "producer", s.ID.line)
	c.oneOf(s.Format, "format", Formats)
	if s.URL.text != "" && readURL(strings.ReplaceAll(s.URL.text, departementMark, "50")) == "" {
		c.refuse(s.URL.line, "« url » doit être une adresse http ou https")
	}
	if s.Mirror.text == "" && s.URL.text == "" && s.Embedded.text == "" {
		c.refuse(s.ID.line, "la source « %s » n'a ni « mirror », ni « url », ni « embedded »", s.ID.text)
	}
	if s.Every.text != "" && readRhythm(s.Every.text) == 0 {
		c.refuse(s.Every.line, "« every » doit être un nombre de jours ou d’heures, comme 7d ou 12h")
	}
	for _, d := range s.Departements {
		if !departementForm.MatchString(d.text) {
			c.refuse(d.line, "« %s » n'est pas le code d'un département", d.text)
		}
	}
}

func (s yamlSource) source() Source {
	return Source{
		ID: s.ID.text, Name: s.Name.text, Format: s.Format.text,
		Mirror: s.Mirror.text, URL: s.URL.text, Embedded: s.Embedded.text,
		Licence: s.Licence.text, Producer: s.Producer.text, Date: s.Date.text,
		Departements: texts(s.Departements), Example: s.Example,
		Tour: s.Tour.text, Supersedes: s.Supersedes.text,
		Every: readRhythm(s.Every.text), Token: s.Token.text,
	}
}

var rhythm = regexp.MustCompile(`^([1-9]\d{0,3})([dh])$`)

// readRhythm reads days or hours, "7d" or "12h"; 0 for anything else.
func readRhythm(text string) time.Duration {
	parts := rhythm.FindStringSubmatch(text)
	if parts == nil {
		return 0
	}
	n, _ := strconv.Atoi(parts[1]) // digits, and few
	if parts[2] == "d" {
		n *= 24
	}
	return time.Duration(n) * time.Hour
}
