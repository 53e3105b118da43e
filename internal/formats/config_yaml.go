package formats

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"escale/internal/mediation"
)

// What a YAML file may be at most: its library takes memory and time that grow
// much faster.
const (
	maxYAML        = 1 << 20 // bytes
	maxYAMLDepth   = 50
	maxYAMLAliases = 50
	maxYAMLKeys    = 10_000
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// scalar is a text of a YAML file that knows its line. Numbers are taken as
// they are written: 01 stays "01".
type scalar struct {
	text string
	line int
}

// UnmarshalYAML takes any plain value.
func (s *scalar) UnmarshalYAML(node ast.Node) error {
	s.line = node.GetToken().Position.Line
	switch n := node.(type) {
	case *ast.StringNode:
		s.text = n.Value
	case *ast.LiteralNode:
		s.text = n.Value.Value
	case *ast.NullNode:
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		s.text = node.GetToken().Value
	default:
		return yamlFault(s.line, "un texte est attendu ici")
	}
	s.text = cleanText(s.text)
	return nil
}

func texts(list []scalar) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.text)
	}
	return out
}

// readYAML decodes strictly: a key that the target does not know, or that
// comes twice, is an error.
func readYAML(r io.Reader, target any) error {
	content, err := readBounded(r, maxYAML)
	if err != nil {
		return err
	}
	if err := checkYAML(string(content)); err != nil {
		return err
	}
	err = decodeYAML(content, target)
	if _, ours := errors.AsType[*mediation.Error](err); ours || err == nil {
		return err
	}
	line, message := 0, err.Error()
	if located, ok := errors.AsType[yaml.Error](err); ok {
		message = located.GetMessage()
		if token := located.GetToken(); token != nil {
			line = token.Position.Line
		}
	}
	return &mediation.Error{Kind: mediation.Invalid, Parameter: "fichier",
		Sentence: fmt.Sprintf("Ligne %d : %s.", line, message), Cause: err}
}

// checkYAML refuses what would exhaust the library: parts within parts without
// end, and references that multiply.
func checkYAML(content string) error {
	var depth, indent, aliases, keys, before int
	for _, t := range lexer.Tokenize(content) {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			aliases++
		case token.MappingValueType, token.SequenceEntryType, token.MappingKeyType:
			keys++
		}
		line := t.Position.Line
		if line != before {
			before, indent = line, t.Position.Column/2
		}
		switch {
		case depth > maxYAMLDepth || indent > maxYAMLDepth:
			return yamlFault(line, "trop de niveaux les uns dans les autres")
		case aliases > maxYAMLAliases:
			return yamlFault(line, "trop de renvois (&, * ou <<)")
		case keys > maxYAMLKeys:
			return yamlFault(line, "plus de %d lignes", maxYAMLKeys)
		}
	}
	return nil
}

// decodeYAML turns the panics of the YAML library, which some misplaced tags
// set off, into errors.
func decodeYAML(content []byte, target any) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("unreadable YAML: %v", cause)
		}
	}()
	return yaml.UnmarshalWithOptions(content, target, yaml.Strict())
}

func yamlFault(line int, format string, args ...any) *mediation.Error {
	return fault("Ligne %d : %s.", line, fmt.Sprintf(format, args...))
}

// checklist keeps the first fault of a YAML file.
type checklist struct {
	err  error
	seen map[string]bool
}

func (c *checklist) refuse(line int, format string, args ...any) {
	if c.err == nil {
		c.err = yamlFault(line, format, args...)
	}
}

// inOrder goes through a map by its keys, so that one file is answered by one list of
// faults.
func inOrder[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}

// id checks an identifier; line is that of the entry, in case there is none.
func (c *checklist) id(s scalar, line int) {
	switch {
	case s.text == "":
		c.refuse(max(s.line, line), "« id » manque")
	case !slugForm.MatchString(s.text):
		c.refuse(s.line, "l'identifiant « %s » ne doit avoir que des minuscules sans accent, des chiffres et des tirets", s.text)
	case c.seen[s.text]:
		c.refuse(s.line, "l'identifiant « %s » est déjà pris", s.text)
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[s.text] = true
}

func (c *checklist) required(s scalar, key string, line int) {
	if s.text == "" {
		c.refuse(max(s.line, line), "« %s » manque", key)
	}
}

// oneOf checks a value against a closed list; empty is allowed.
func (c *checklist) oneOf(s scalar, key string, known []string) {
	if s.text != "" && !slices.Contains(known, s.text) {
		c.refuse(s.line, "« %s » : la valeur « %s » est inconnue, on attend l'une de celles-ci : %s", key, s.text, strings.Join(known, ", "))
	}
}
