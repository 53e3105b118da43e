package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// What is kept of a person, whose address, or phone number, is $1: in which rows of which table, and
// what erases it. docs/donnees-personnelles.md lists the columns; a test walks
// them. What the source of a place publishes is found, and stays: it is mended there.
var personalTables = []struct{ table, where, erase string }{
	// By what changes say of the account: before those are erased.
	{"corrections", `author = $1 OR strpos(reason, $1) > 0 OR id IN (SELECT made FROM changes WHERE account IN (` + accountsOf + `))`,
		`UPDATE corrections SET author = '', reason = replace(reason, $1, '') WHERE `},
	{"changes", `account IN (` + accountsOf + `) OR author = $1 OR object_kind = 'account' AND object_id IN (SELECT id::text FROM accounts WHERE email = $1)
		OR strpos(before || after, $1) > 0`,
		`UPDATE changes SET author = CASE WHEN account IN (` + accountsOf + `) OR author = $1 THEN '' ELSE author END,
			name = CASE WHEN object_kind = 'account' THEN 'compte ' || object_id ELSE name END,
			before = replace(before, $1, ''), after = replace(after, $1, '') WHERE `},
	{"notices", `strpos(lower(content), $1) > 0`, `UPDATE notices SET content = '' WHERE `},
	{"mails", `account IN (` + accountsOf + `) OR sign_in IN (SELECT id FROM sign_ins WHERE email = $1) OR request IN (SELECT id FROM access_requests WHERE email = $1)
		OR registration IN (` + seatsOf + `) OR van_request IN (` + vansOf + `)`,
		`DELETE FROM mails WHERE `},
	{"calls", `phone = $1 OR origin_kind = 'registration' AND origin_id IN (SELECT id::text FROM registrations WHERE phone = $1 OR email = $1)
		OR origin_kind = 'van-request' AND origin_id IN (SELECT id::text FROM van_requests WHERE ` + vanIs + `)`, `DELETE FROM calls WHERE `},
	{"registration_links", `registration IN (` + seatsOf + `)`, `DELETE FROM registration_links WHERE `},
	// Who came is counted: it stays, and names a registration that names nobody.
	{"attendances", `registration IN (` + seatsOf + `)`, `SELECT FROM attendances WHERE `},
	{"team_calendars", `account IN (` + accountsOf + `)`, `DELETE FROM team_calendars WHERE `},
	{"registrations", `phone = $1 OR email = $1`, `UPDATE registrations SET first_name = '', phone = '', email = '', erased_at = now() WHERE `},
	{"van_links", `request IN (` + vansOf + `)`, `DELETE FROM van_links WHERE `},
	{"van_requests", vanIs, `UPDATE van_requests SET` + noPerson + `, erased_at = now() WHERE `},
	{"access_requests", `email = $1 OR strpos(lower(about || name || reason || answer), $1) > 0`, `DELETE FROM access_requests WHERE `},
	{"sign_ins", `email = $1`, `DELETE FROM sign_ins WHERE `},
	{"sessions", `account IN (` + accountsOf + `)`, `DELETE FROM sessions WHERE `},
	{"grants", `account IN (` + accountsOf + `)`, `DELETE FROM grants WHERE `},
	{"accounts", `email = $1`, `DELETE FROM accounts WHERE `},
	{"offers", `strpos(lower(content ->> 'contact'), $1) > 0`, ""},
	{"corrected_offers", `strpos(lower(content ->> 'contact'), $1) > 0`, ""},
}

// vanIs finds the requests of a requester or a room holder.
const (
	vanIs  = `email = $1 OR phone = $1 OR holder_phone = $1 OR strpos(lower(comment || answer), $1) > 0`
	vansOf = `SELECT id FROM van_requests WHERE ` + vanIs
)

const seatsOf = `SELECT id FROM registrations WHERE phone = $1 OR email = $1`

const accountsOf = `SELECT id FROM accounts WHERE email = $1`

// secrets are hashes: they say nothing of a person, and are handed to nobody.
const secrets = `- 'token' - 'data' - 'code' - 'browser'`

// Person reads all that is kept of whom an address is.
func (tx *Tx) Person(ctx context.Context, email string) (list []mediation.PersonalRows, err error) {
	for _, t := range personalTables {
		rows, err := tx.tx.Query(ctx, `SELECT to_jsonb(t) `+secrets+` FROM `+t.table+` t WHERE `+t.where, email)
		if err != nil {
			return nil, err
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[json.RawMessage])
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			list = append(list, mediation.PersonalRows{Table: t.table, Rows: found, Public: t.erase == ""})
		}
	}
	return list, nil
}

// ErasePerson erases it, but for what a source publishes.
func (tx *Tx) ErasePerson(ctx context.Context, email string) error {
	for _, t := range personalTables {
		if t.erase == "" {
			continue
		}
		if _, err := tx.tx.Exec(ctx, t.erase+t.where, email); err != nil {
			return err
		}
	}
	return nil
}

// NoteReminder notes that an account is written to, unless it was in these
// months, or is new.
func (tx *Tx) NoteReminder(ctx context.Context, account int64, months int) (due bool, err error) {
	tag, err := tx.tx.Exec(ctx, `
		UPDATE accounts SET reminded_at = now()
		WHERE id = $1 AND closed_at IS NULL AND COALESCE(reminded_at, created_at) < now() - make_interval(months => $2)`, account, months)
	return tag.RowsAffected() > 0, err
}

// ForgetNames takes the names of people out of what was changed longer ago. Those
// of commands are nobody's.
func (tx *Tx) ForgetNames(ctx context.Context, kept time.Duration) error {
	for _, statement := range []string{
		`UPDATE changes SET author = '', account = NULL, name = CASE WHEN object_kind = 'account' THEN 'compte ' || object_id ELSE name END
			WHERE at < now() - make_interval(secs => $1) AND author <> '' AND author NOT LIKE 'escale %'`,
		`UPDATE corrections SET author = '' WHERE made_at < now() - make_interval(secs => $1) AND author <> ''`,
	} {
		if _, err := tx.tx.Exec(ctx, statement, kept.Seconds()); err != nil {
			return err
		}
	}
	return nil
}
