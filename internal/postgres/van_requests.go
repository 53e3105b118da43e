package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Limits of what anybody may send in a day: for one address or number, so that
// nobody is written to without end, and for all. What the team types is not counted.
const (
	vansOfOne = 5
	vansOfAll = 100
	vanLock   = 0x76_61_6e
)

// SaveVanRequest stores a request. Past the limits it stores nothing: id is then 0.
func (tx *Tx) SaveVanRequest(ctx context.Context, departement string, r mediation.VanRequest) (id int64, err error) {
	if _, err := tx.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, vanLock); err != nil {
		return 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO van_requests (departement, commune, state, by_phone, content, name, function, email, phone, holder, holder_phone, comment, sent_at, since, sure_at)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
		WHERE $4 OR (SELECT count(*) FROM van_requests WHERE NOT by_phone AND received_at > now() - interval '1 day'
				AND (email <> '' AND email = $8 OR phone <> '' AND phone = $9)) < $16
			AND (SELECT count(*) FROM van_requests WHERE NOT by_phone AND received_at > now() - interval '1 day') < $17
		RETURNING id`,
		departement, r.Commune, r.State, r.ByPhone, newVanRow(r), r.Requester.Name, r.Requester.Function, r.Requester.Email, r.Requester.Phone,
		r.Room.Holder, r.Room.HolderPhone, r.Comment, r.At, r.Since, orNull(r.Sure), vansOfOne, vansOfAll).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

const selectVans = `
	SELECT id, commune, state, tour, stop, by_phone, content, name, function, email, phone, holder, holder_phone, comment, answer,
		sent_at, since, until, sure_at
	FROM van_requests `

// readable finds what the team may read: nobody else's word is taken for an address.
const readable = ` departement = $1 AND (sure_at IS NOT NULL OR email = '') `

func scanVan(row pgx.CollectableRow) (r mediation.VanRequest, err error) {
	var content vanRow
	var until, sure *time.Time
	p, room := &r.Requester, &r.Room
	err = row.Scan(&r.ID, &r.Commune, &r.State, &r.Tour, &r.Stop, &r.ByPhone, &content, &p.Name, &p.Function, &p.Email, &p.Phone,
		&room.Holder, &room.HolderPhone, &r.Comment, &r.Answer, &r.At, &r.Since, &until, &sure)
	if err != nil {
		return r, err
	}
	r.Until, r.Sure = orZero(until), orZero(sure)
	return r, content.fill(&r)
}

func (tx *Tx) vans(ctx context.Context, where string, args ...any) ([]mediation.VanRequest, error) {
	rows, err := tx.tx.Query(ctx, selectVans+where, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, scanVan)
	if err != nil {
		return nil, err
	}
	return list, tx.addDates(ctx, list)
}

// addDates gives requests the times that they have.
func (tx *Tx) addDates(ctx context.Context, list []mediation.VanRequest) error {
	byID := map[int64]*mediation.VanRequest{}
	ids := make([]int64, len(list))
	for i := range list {
		ids[i], byID[list[i].ID] = list[i].ID, &list[i]
	}
	bookings, err := tx.bookings(ctx, `WHERE b.request = ANY($1)`, ids)
	for _, b := range bookings {
		r := byID[b.Request]
		r.Dates = append(r.Dates, b.VanDate)
	}
	return err
}

func (tx *Tx) oneVan(ctx context.Context, none error, where string, args ...any) (mediation.VanRequest, error) {
	list, err := tx.vans(ctx, where, args...)
	if err != nil {
		return mediation.VanRequest{}, err
	}
	if len(list) == 0 {
		return mediation.VanRequest{}, none
	}
	return list[0], nil
}

// VanRequests lists what the team may read, the latest change first.
func (tx *Tx) VanRequests(ctx context.Context, departement string) ([]mediation.VanRequest, error) {
	return tx.vans(ctx, `WHERE`+readable+`ORDER BY since DESC, id DESC`, departement)
}

// VanRequest reads any request, and keeps others from changing it meanwhile.
func (tx *Tx) VanRequest(ctx context.Context, departement string, id int64) (mediation.VanRequest, error) {
	return tx.oneVan(ctx, mediation.ErrNoVan, `WHERE departement = $1 AND id = $2 FOR UPDATE`, departement, id)
}

// VanAt reads the latest request whose room is a stop, and keeps others from changing it
// meanwhile.
func (tx *Tx) VanAt(ctx context.Context, stop string) (r mediation.VanRequest, found bool, err error) {
	list, err := tx.vans(ctx, `WHERE stop = $1 ORDER BY since DESC, id DESC LIMIT 1 FOR UPDATE`, stop)
	if err != nil || len(list) == 0 {
		return r, false, err
	}
	return list[0], true, nil
}

var errVanLinkOver = &mediation.Error{Kind: mediation.NotFound, Parameter: "lien",
	Sentence: "Ce lien ne mène plus à une demande : elle n’a pas été confirmée dans les deux jours, ou elle est effacée."}

// VanOf reads the request that a link leads to.
func (tx *Tx) VanOf(ctx context.Context, token []byte) (mediation.VanRequest, error) {
	return tx.oneVan(ctx, errVanLinkOver, `WHERE id = (SELECT request FROM van_links WHERE token = $1)`, token)
}

// ArmVan gives a request one more link, as a hash.
func (tx *Tx) ArmVan(ctx context.Context, id int64, token []byte) (mediation.VanRequest, error) {
	r, err := tx.oneVan(ctx, errVanLinkOver, `WHERE id = $1`, id)
	if err != nil {
		return r, err
	}
	_, err = tx.tx.Exec(ctx, `INSERT INTO van_links (token, request) VALUES ($1, $2)`, token, id)
	return r, err
}

// SetVan writes a request as it is now, but for its times.
func (tx *Tx) SetVan(ctx context.Context, r mediation.VanRequest) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE van_requests SET commune = $2, state = $3, tour = $4, stop = $5, content = $6, name = $7, function = $8, email = $9, phone = $10,
			holder = $11, holder_phone = $12, comment = $13, answer = $14, since = $15, until = $16, sure_at = $17
		WHERE id = $1`,
		r.ID, r.Commune, r.State, r.Tour, r.Stop, newVanRow(r), r.Requester.Name, r.Requester.Function, r.Requester.Email, r.Requester.Phone,
		r.Room.Holder, r.Room.HolderPhone, r.Comment, r.Answer, r.Since, orNull(r.Until), orNull(r.Sure))
	return err
}

// DueVans lists the requests that time itself changes: those whose proposed dates were kept
// long enough, and the confirmed ones that have no visit to come.
func (tx *Tx) DueVans(ctx context.Context, departement string, at time.Time) ([]mediation.VanRequest, error) {
	return tx.vans(ctx, `
		WHERE departement = $1 AND (state = 'proposed' AND until <= $2
			OR state = 'confirmed' AND NOT EXISTS (SELECT FROM bookings b WHERE b.request = van_requests.id AND upper(b.during) > $2))
		ORDER BY id FOR UPDATE`, departement, at)
}

// ForgetVans deletes what nobody confirmed within two days, and erases persons from
// requests that are older: since the last visit, or since anything was done.
func (tx *Tx) ForgetVans(ctx context.Context, departement string, at time.Time, kept time.Duration) error {
	if _, err := tx.tx.Exec(ctx, `
		DELETE FROM van_requests WHERE departement = $1 AND sure_at IS NULL AND email <> '' AND received_at < now() - interval '2 days'`, departement); err != nil {
		return err
	}
	_, err := tx.tx.Exec(ctx, `
		WITH old AS (UPDATE van_requests SET`+noPerson+`, erased_at = $2::timestamptz WHERE departement = $1 AND erased_at IS NULL
			AND GREATEST(since, (SELECT max(upper(during)) FROM bookings b WHERE b.request = van_requests.id)) < $2::timestamptz - make_interval(secs => $3) RETURNING id)
		DELETE FROM van_links WHERE request IN (SELECT id FROM old)`, departement, at, kept.Seconds())
	return err
}

// noPerson takes out of a request what concerns a person.
const noPerson = ` name = '', function = '', email = '', phone = '', holder = '', holder_phone = '', comment = '', answer = '' `
