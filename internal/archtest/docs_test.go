package archtest

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
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

// The containers cannot run in the tests, but their description is held
// against the Compose specification.
func TestComposeFileFollowsTheSpecification(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "docker-compose.yml"))
	if err != nil {
		t.Fatal(err)
	}
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: "docker-compose.yml", Content: content}},
		Environment: types.Mapping{"ESCALE_DATABASE_PASSWORD": "secret"},
	}, func(o *loader.Options) { o.SetProjectName("escale", true) })
	if err != nil {
		t.Fatal(err)
	}
	database, app := project.Services["database"], project.Services["escale"]
	if !strings.HasPrefix(database.Image, "postgis/postgis:") || app.Build == nil {
		t.Errorf("services: %+v", project.Services)
	}
	if _, err := os.Stat(filepath.Join(root, app.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
}
