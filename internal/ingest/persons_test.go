package ingest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"escale/migrations"
)

// What earlier versions stored of persons must go with the upgrade, from every
// table that has records of sources.
func TestTheUpgradeErasesWhatWasKeptOfPersons(t *testing.T) {
	f := newFixture(t)
	f.editions("test", 0, 2)
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, f.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	raw := `{"Médiateur référent": "Zoé", "aidants_ref": "Zoé", "contact_nom": "Zoé", "liste": "[{\"prenom\": \"Zoé\"}]",
		"presentation": "zoe.martin@conseiller-numerique.fr", "nb_aidants": "3", "nom": "EPN", "Aidants Connect": "oui"}`
	for _, table := range []string{"offers", "set_aside", "offers_before", "set_aside_before"} {
		tag, err := conn.Exec(ctx, "UPDATE "+table+` SET raw = $1, content = jsonb_set(content, '{description}', '"zoe.martin@conseiller-numerique.fr"')`, raw)
		if err != nil || tag.RowsAffected() == 0 {
			t.Fatalf("%s: %v rows, %v", table, tag.RowsAffected(), err)
		}
	}
	_, err = conn.Exec(ctx, `UPDATE import_runs SET report = jsonb_set(report, '{remarks}', '[{"line": 1, "id": "1", "column": "nom_mediateur", "value": "Zoé"}, {"line": 2, "id": "2", "column": "horaires", "value": "Zoo"}]') WHERE report <> '{}'`)
	if err != nil {
		t.Fatal(err)
	}
	file, err := migrations.Files.ReadFile("00013_persons.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(file), "-- +goose Down")
	if _, err := conn.PgConn().Exec(ctx, up).ReadAll(); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`SELECT string_agg(DISTINCT key, ' ' ORDER BY key) FROM offers, jsonb_object_keys(raw) key`:                             "Aidants Connect nb_aidants nom presentation",
		`SELECT string_agg(DISTINCT value ->> 'column', ' ') FROM import_runs, jsonb_array_elements(report -> 'remarks') value`: "horaires",
		`SELECT count(*)::text FROM (SELECT offers::text AS t FROM offers UNION ALL SELECT set_aside::text FROM set_aside UNION ALL SELECT offers_before::text FROM offers_before
			UNION ALL SELECT set_aside_before::text FROM set_aside_before UNION ALL SELECT report::text FROM import_runs) x WHERE t ~* 'zo[eé]'`: "0",
	} {
		var got string
		if err := conn.QueryRow(ctx, query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", query, got, want, err)
		}
	}
}
