package postgres_test

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/jackc/pgx/v5"
)

// The containers cannot run in the tests; their configuration is read here as
// Compose and the program would.
func TestTheContainersReachTheDatabaseWhateverItsPassword(t *testing.T) {
	const password = `p/#%:@ "1`
	content, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Services map[string]struct {
			Image, Build, Restart string
			ReadOnly              bool     `yaml:"read_only"`
			CapDrop               []string `yaml:"cap_drop"`
			Healthcheck           struct{ Test any }
			Environment           map[string]string
		}
	}
	if err := yaml.Unmarshal(content, &compose); err != nil {
		t.Fatal(err)
	}
	given := func(service, name string) string {
		value := compose.Services[service].Environment[name]
		if strings.HasPrefix(value, "${ESCALE_DATABASE_PASSWORD:?") {
			return password // Compose refuses to start without one
		}
		return strings.ReplaceAll(value, "${ESCALE_DATABASE_PASSWORD}", password)
	}
	t.Setenv("PGPASSWORD", given("escale", "PGPASSWORD"))
	config, err := pgx.ParseConfig(given("escale", "DATABASE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	if config.Password != given("database", "POSTGRES_PASSWORD") || config.Host != "database" || config.User != given("database", "POSTGRES_USER") || config.Database != given("database", "POSTGRES_DB") {
		t.Errorf("%s@%s/%s with %q", config.User, config.Host, config.Database, config.Password)
	}
	if !strings.HasPrefix(compose.Services["database"].Image, "postgis/postgis:") || compose.Services["escale"].Build != "." {
		t.Errorf("%+v", compose.Services)
	}
	for name, s := range compose.Services {
		if s.Restart != "unless-stopped" || s.Healthcheck.Test == nil {
			t.Errorf("%s is not started again, or nobody asks how it is: %+v", name, s)
		}
	}
	if ours := compose.Services["escale"]; !ours.ReadOnly || len(ours.CapDrop) != 1 || ours.CapDrop[0] != "ALL" {
		t.Errorf("the program may write or do more than it needs: %+v", ours)
	}
}
