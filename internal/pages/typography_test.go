package pages

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// loose finds what French typography ties and this text does not.
var loose = regexp.MustCompile(`[ ](?:[:;?!»]|%|€)|« |\d (?:h|km|min|m)\b|\dh? ?h \d\d|[\dh] – ?\d|[\dh].– \d`)

func TestEveryFrenchTextIsTied(t *testing.T) {
	catalogue, err := os.ReadFile("../../data/languages/en.po")
	if err != nil {
		t.Fatal(err)
	}
	texts := regexp.MustCompile(`(?m)^msgid(?:_plural)? "(.+)"$`).FindAllStringSubmatch(string(catalogue), -1)
	found := 0
	for _, m := range texts {
		text := strings.NewReplacer("%d", "12", "%02d", "05", "%s", "12", "%[1]s", "12", "%[2]s", "12", "%%", "%").Replace(m[1])
		if loose.MatchString(text) {
			found++
		}
		if tied := Tie(text); loose.MatchString(tied) || strings.ReplaceAll(tied, noBreak, " ") != strings.ReplaceAll(text, noBreak, " ") {
			t.Errorf("%q became %q", text, tied)
		}
	}
	if len(texts) < 400 || found < 50 {
		t.Fatalf("only %d texts were read, %d of which to tie", len(texts), found)
	}
}

func TestOnlyTextsOfAPageAreTied(t *testing.T) {
	for page, want := range map[string]string{
		`<p title="a : b">À 13 h 30 : oui ? <b>« x »</b> !</p>`:      "<p title=\"a : b\">À 13~h~30~: oui~? <b>«~x~»</b>~!</p>",
		`<script>"a : b"</script><p>a : b</p>`:                       "<script>\"a : b\"</script><p>a~: b</p>",
		`<textarea name="x">a : b</textarea><pre>a : b</pre>c : d`:   "<textarea name=\"x\">a : b</textarea><pre>a : b</pre>c~: d",
		`<p>02 33 68 21 35, 8 heures, 8 hommes, 3 km, 1,4 km</p>`:    "<p>02 33 68 21 35, 8 heures, 8 hommes, 3~km, 1,4~km</p>",
		`<p>jeudi, 9 h 30 – 11 h, de 50 – 60, Escale – 12 lieux</p>`: "<p>jeudi, 9~h~30~–~11~h, de 50~–~60, Escale – 12 lieux</p>",
		`<preface>a : b`: "<preface>a~: b",
		`a < b`:          "a < b",
		``:               "",
	} {
		if got := string(appendTiedHTML(nil, []byte(page))); got != strings.ReplaceAll(want, "~", noBreak) {
			t.Errorf("%s: %q", page, got)
		}
	}
}

// Each space that is to be tied passes the quick look at the two bytes around it.
func TestNoTieIsOverlooked(t *testing.T) {
	tied := 0
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{" ", ":", ";", "?", "!", "«", "»", "0", "7", "h", "min", "km", "€", "%", "–", "é", "a", noBreak})).Draw(t, "text"), ""))
		for i, c := range text {
			if c == ' ' && ties(text[:i], text[i+1:]) {
				if tied++; !mayTie(text, i) {
					t.Fatalf("the space at %d of %q is tied", i, text)
				}
			}
		}
	})
	if tied == 0 {
		t.Error("no space was tied")
	}
}

func BenchmarkTieHTML(b *testing.B) {
	page := []byte(strings.Repeat(`<li class="card line" data-place="abc"><h3><a href="/lieux/abc">France Services de Sartilly : mairie</a></h3><p class="quiet">Gratuit · sans rendez-vous, à 13 h 30</p></li>`, 300))
	for b.Loop() {
		appendTiedHTML(nil, page)
	}
	b.ReportMetric(float64(len(page)), "bytes")
}
