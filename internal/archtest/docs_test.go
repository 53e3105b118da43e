package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// named finds paths of the project between back quotes.
var named = regexp.MustCompile("`((?:cmd|internal|frontend|data|migrations|docs|\\.ci)/[A-Za-z0-9_./-]+)`")

func TestDocumentsNameWhatExists(t *testing.T) {
	for _, document := range sources(t, ".md") {
		content, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range named.FindAllStringSubmatch(string(content), -1) {
			if _, err := os.Stat(filepath.Join(root, match[1])); err != nil {
				t.Errorf("%s names %s, which does not exist", document, match[1])
			}
		}
	}
}

// images finds the pictures a document shows.
var images = regexp.MustCompile(`!\[[^\]]*\]\(([^)]+)\)`)

func TestDocumentsShowPicturesThatExist(t *testing.T) {
	for _, document := range sources(t, ".md") {
		content, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range images.FindAllStringSubmatch(string(content), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(document), match[1])); err != nil {
				t.Errorf("%s shows %s, which does not exist", document, match[1])
			}
		}
	}
}
