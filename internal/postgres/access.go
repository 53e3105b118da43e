package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Limits of what anybody may send in a day: for one address, so that nobody is
// written to without end, and for all.
const (
	requestsOfOne = 3
	requestsOfAll = 200
	requestLock   = 0x61_63_63
)

// SaveRequest stores a request for access that nobody confirmed yet. Past the
// limits it stores nothing: id is then 0.
func (tx *Tx) SaveRequest(ctx context.Context, departement string, r mediation.AccessRequest) (id int64, err error) {
	if _, err := tx.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, requestLock); err != nil {
		return 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO access_requests (departement, email, name, place_id, about, reason) SELECT $1, $2, $3, $4, $5, $6
		WHERE (SELECT count(*) FROM access_requests WHERE email = $2 AND asked_at > now() - interval '1 day') < $7
		  AND (SELECT count(*) FROM access_requests WHERE asked_at > now() - interval '1 day') < $8
		RETURNING id`, departement, r.Email, r.Name, r.Place, r.About, r.Reason, requestsOfOne, requestsOfAll).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

const selectRequests = `SELECT id, email, name, place_id, about, reason, asked_at FROM access_requests `

// unconfirmed is the part of a statement that finds what may still be confirmed,
// open what waits for an answer.
const (
	unconfirmed = ` confirmed_at IS NULL AND expires_at > now() `
	open        = ` departement = $1 AND confirmed_at IS NOT NULL AND settled_at IS NULL `
)

var errRequestOver = &mediation.Error{Kind: mediation.NotFound, Parameter: "lien",
	Sentence: "Cette demande est déjà confirmée, ou elle a plus de deux jours."}

func (tx *Tx) request(ctx context.Context, none error, sql string, args ...any) (r mediation.AccessRequest, err error) {
	rows, err := tx.tx.Query(ctx, sql, args...)
	if err != nil {
		return r, err
	}
	r, err = pgx.CollectOneRow(rows, pgx.RowToStructByPos[mediation.AccessRequest])
	if errors.Is(err, pgx.ErrNoRows) {
		err = none
	}
	return r, err
}

// ArmRequest gives a request the link that confirms it, as a hash.
func (tx *Tx) ArmRequest(ctx context.Context, id int64, token []byte) (mediation.AccessRequest, error) {
	return tx.request(ctx, errRequestOver, `
		UPDATE access_requests SET token = $2 WHERE id = $1 AND`+unconfirmed+`
		RETURNING id, email, name, place_id, about, reason, asked_at`, id, token)
}

// RequestOf reads what a link would confirm, and changes nothing.
func (tx *Tx) RequestOf(ctx context.Context, token []byte) (mediation.AccessRequest, error) {
	return tx.request(ctx, errRequestOver, selectRequests+`WHERE token = $1 AND`+unconfirmed, token)
}

// ConfirmRequest confirms a request, once.
func (tx *Tx) ConfirmRequest(ctx context.Context, token []byte) error {
	tag, err := tx.tx.Exec(ctx, `UPDATE access_requests SET confirmed_at = now() WHERE token = $1 AND`+unconfirmed, token)
	if err == nil && tag.RowsAffected() == 0 {
		return errRequestOver
	}
	return err
}

// OpenRequests lists those that wait for an answer, the oldest first.
func (tx *Tx) OpenRequests(ctx context.Context, departement string) ([]mediation.AccessRequest, error) {
	rows, err := tx.tx.Query(ctx, selectRequests+`WHERE`+open+`ORDER BY confirmed_at, id`, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[mediation.AccessRequest])
}

// OpenRequest reads one of them, and keeps others from answering it meanwhile.
func (tx *Tx) OpenRequest(ctx context.Context, departement string, id int64) (mediation.AccessRequest, error) {
	none := &mediation.Error{Kind: mediation.NotFound, Sentence: "Quelqu’un a déjà répondu à cette demande, ou elle n’existe pas."}
	return tx.request(ctx, none, selectRequests+`WHERE`+open+`AND id = $2 FOR UPDATE`, departement, id)
}

// SettleRequest notes the answer to a request.
func (tx *Tx) SettleRequest(ctx context.Context, id, by int64, accepted bool, answer string) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE access_requests SET settled_at = now(), settled_by = NULLIF($2, 0), accepted = $3, answer = $4 WHERE id = $1`, id, by, accepted, answer)
	return err
}

// Answer reads what was answered to a request, and whose it is.
func (tx *Tx) Answer(ctx context.Context, id int64) (email, about, answer string, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT email, about, answer FROM access_requests WHERE id = $1`, id).Scan(&email, &about, &answer)
	if errors.Is(err, pgx.ErrNoRows) {
		err = errRequestOver
	}
	return email, about, answer, err
}
