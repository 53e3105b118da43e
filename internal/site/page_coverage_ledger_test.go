package site_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// ledger is the text of a page. What is made again from the files is taken out of it: the
// numbers that are left have no source.
type ledger struct {
	*testing.T
	page        *html.Node
	query, text string
}

// newLedger reads what a page says in its main part: controls are the question, not figures.
func newLedger(t *testing.T, query, page string) *ledger {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{T: t, query: query, page: nodesOf(root, "main", "")[0]}
	for _, form := range nodesOf(l.page, "form", "") {
		form.Parent.RemoveChild(form)
	}
	l.text = " " + wordsOf(l.page) + " "
	return l
}

// take takes a text out of the page, where it must be.
func (l *ledger) take(text string) {
	l.Helper()
	for from := 0; ; {
		at := strings.Index(l.text[from:], " "+text)
		if at < 0 {
			l.Errorf("%q: the page lacks %q", l.query, text)
			return
		}
		from += at + 1
		if after := l.text[from+len(text):]; !sameNumber.MatchString(after) {
			l.text = l.text[:from] + "·" + after
			return
		}
	}
}

// sameNumber is how a number goes on.
var sameNumber = regexp.MustCompile(`^(\x{202f}|,?\d)`)

// match is what a page says instead of a text with words that are of no matter.
func (l *ledger) match(pattern string) string {
	l.Helper()
	found := regexp.MustCompile(pattern).FindString(l.text)
	if found == "" {
		l.Errorf("%q: nothing on the page is as %q", l.query, pattern)
	}
	return found
}

// known are numbers that no file has, each with its reason.
var known = []struct {
	pattern *regexp.Regexp
	reason  string
}{
	{regexp.MustCompile(`65 ans et plus`), "the name of a group"},
	{regexp.MustCompile(`: INSEE, 2020`), "the year that was given with the figures of a group"},
}

// rest are the numbers that were not taken.
func (l *ledger) rest() []string {
	text := l.text
	for _, k := range known {
		text = k.pattern.ReplaceAllString(text, "")
	}
	return regexp.MustCompile(`\S*\s?\S*\d[\d\x{202f},.]*\s?\S*`).FindAllString(text, -1)
}

// nodesOf are the elements of a name and a class, in order.
func nodesOf(n *html.Node, name, class string) (list []*html.Node) {
	for node := range n.Descendants() {
		if node.Type == html.ElementNode && node.Data == name && (class == "" || slices.Contains(strings.Fields(attribute(node, "class")), class)) {
			list = append(list, node)
		}
	}
	return list
}

// wordsOf is the text of a node, with ordinary spaces but between thousands.
func wordsOf(n *html.Node) string {
	var texts []string
	for node := range n.Descendants() {
		if node.Type == html.TextNode {
			texts = append(texts, node.Data)
		}
	}
	return plainWords(strings.Join(texts, " "))
}

func plainWords(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\u00a0' })
	return strings.NewReplacer(" .", ".", " ,", ",").Replace(strings.Join(words, " "))
}

// plain is the text of a whole page.
func plain(page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	return wordsOf(root)
}

// cells is a line of a file, by the names of its columns.
type cells map[string]string

func (c cells) whole(column string) int { n, _ := strconv.Atoi(c[column]); return n }

func (c cells) decimal(column string) float64 {
	n, _ := strconv.ParseFloat(strings.Replace(c[column], ",", ".", 1), 64)
	return n
}

// sheet reads a file.
func sheet(t *testing.T, h http.Handler, address string) (lines []cells) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, address).Body.String(), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatal(address, len(rows), err)
	}
	for _, row := range rows[1:] {
		line := cells{}
		for i, name := range rows[0] {
			line[name] = row[i]
		}
		lines = append(lines, line)
	}
	return lines
}

// The ways in which the page writes numbers.

func thousands(n int) string {
	text := strconv.Itoa(n)
	if len(text) > 3 {
		text = text[:len(text)-3] + "\u202f" + text[len(text)-3:]
	}
	return text
}

func counting(n int, one, more string) string {
	if n > 1 {
		return thousands(n) + " " + more
	}
	return thousands(n) + " " + one
}

func communes(n int) string { return counting(n, "commune", "communes") }

func kilometres(metres float64) string {
	if metres < 1000 {
		return "moins de 1 km"
	}
	if metres >= 9950 {
		return fmt.Sprintf("%.0f km", metres/1000)
	}
	return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", metres/1000), ".0"), ".", ",", 1) + " km"
}

func percent(n, of int) string {
	share := math.Round(100 * float64(n) / float64(max(1, of)))
	if share == 0 && n > 0 {
		return "moins de 1 %"
	}
	return fmt.Sprintf("%.0f %%", share)
}

func weekly(hours float64) string {
	if hours >= 10 {
		return fmt.Sprintf("%.0f h", math.Round(hours))
	}
	return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", math.Round(hours*10)/10), ".0"), ".", ",", 1) + " h"
}

func roundTen(people float64) int { return int((people+5)/10) * 10 }
