package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// LockGroup waits until nobody else gives or takes back seats of a group, and keeps
// them waiting until the transaction ends.
func (tx *Tx) LockGroup(ctx context.Context, id int64) (s mediation.Seats, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT seats, kept, taken, online FROM workshop_groups WHERE id = $1 FOR UPDATE`, id).
		Scan(&s.All, &s.Kept, &s.Taken, &s.Online)
	return s, err
}

// TakeSeat takes one seat of a group if one is left: by one statement, so that the
// last is never given twice.
func (tx *Tx) TakeSeat(ctx context.Context, group int64, online bool) (taken bool, err error) {
	tag, err := tx.tx.Exec(ctx, `
		UPDATE workshop_groups SET taken = taken + 1, online = online + $2::boolean::int
		WHERE id = $1 AND taken < seats AND (NOT $2 OR online < seats - kept)`, group, online)
	return tag.RowsAffected() == 1, err
}

// GiveBackSeat frees a seat of a group.
func (tx *Tx) GiveBackSeat(ctx context.Context, group int64, online bool) error {
	_, err := tx.tx.Exec(ctx, `UPDATE workshop_groups SET taken = taken - 1, online = online - $2::boolean::int WHERE id = $1`, group, online)
	return err
}

// SetSeats changes how many seats a group has; false when more are taken.
func (tx *Tx) SetSeats(ctx context.Context, group int64, seats mediation.Seats) (done bool, err error) {
	tag, err := tx.tx.Exec(ctx, `UPDATE workshop_groups SET seats = $2, kept = $3 WHERE id = $1 AND taken <= $2`, group, seats.All, seats.Kept)
	return tag.RowsAffected() == 1, err
}

// The most registrations from the web in a day: for one phone or address, so that
// nobody gets mail without end, and for all.
const (
	seatsOfOneADay = 30
	seatsOfAllADay = 2000
)

// SaveRegistration adds a registration. Past the limits it stores nothing: id is then 0.
func (tx *Tx) SaveRegistration(ctx context.Context, r mediation.Registration) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO registrations (group_id, first_name, phone, email, online, state, asked_at)
		SELECT $1, $2, $3, $4, $5, $6, $7
		WHERE NOT $5 OR (SELECT count(*) FROM registrations WHERE online AND asked_at > $7::timestamptz - interval '1 day' AND (phone = $3 OR email <> '' AND email = $4)) < $8
		  AND (SELECT count(*) FROM registrations WHERE online AND asked_at > $7::timestamptz - interval '1 day') < $9
		RETURNING id`, r.Group, r.FirstName, r.Phone, r.Email, r.Online, r.State, r.At, seatsOfOneADay, seatsOfAllADay).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// SetRegistration changes what became of one, and until when its seat is kept.
func (tx *Tx) SetRegistration(ctx context.Context, id int64, state mediation.SeatState, expires time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE registrations SET state = $2, expires_at = $3 WHERE id = $1`, id, state, orNull(expires))
	return err
}

const selectRegistrations = `
	SELECT r.id, r.group_id, r.first_name, r.phone, r.email, r.online, r.state, r.asked_at, r.expires_at, r.erased_at IS NOT NULL, COALESCE(a.mark, '')
	FROM registrations r LEFT JOIN attendances a ON a.registration = r.id AND a.workshop = $1 `

func scanRegistration(row pgx.CollectableRow) (r mediation.Registration, err error) {
	var expires *time.Time
	err = row.Scan(&r.ID, &r.Group, &r.FirstName, &r.Phone, &r.Email, &r.Online, &r.State, &r.At, &expires, &r.Erased, &r.Mark)
	r.Expires = orZero(expires)
	return r, err
}

// Registrations lists those of a group, in the order in which they came, with what
// became of each at a workshop, "" for none.
func (tx *Tx) Registrations(ctx context.Context, group int64, workshop string) ([]mediation.Registration, error) {
	return tx.registrations(ctx, selectRegistrations+`WHERE r.group_id = $2 ORDER BY r.id`, workshop, group)
}

func (tx *Tx) registrations(ctx context.Context, sql string, args ...any) ([]mediation.Registration, error) {
	rows, err := tx.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRegistration)
}

func (tx *Tx) registration(ctx context.Context, sql string, args ...any) (mediation.Registration, error) {
	list, err := tx.registrations(ctx, sql, args...)
	if err != nil || len(list) == 0 {
		return mediation.Registration{}, orNone(err, "Cette inscription n’existe pas, ou n’existe plus : elle est effacée quelque temps après l’atelier.")
	}
	return list[0], nil
}

// Registration reads one by its number, RegistrationOf by a link.
func (tx *Tx) Registration(ctx context.Context, id int64) (mediation.Registration, error) {
	return tx.registration(ctx, selectRegistrations+`WHERE r.id = $2`, "", id)
}

// RegistrationOf reads what a link opens.
func (tx *Tx) RegistrationOf(ctx context.Context, token []byte) (mediation.Registration, error) {
	return tx.registration(ctx, selectRegistrations+`JOIN registration_links l ON l.registration = r.id WHERE l.token = $2`, "", token)
}

// RegistrationsOf lists those of a person, by phone or address, that are not over, in
// the order in which everybody locks groups.
func (tx *Tx) RegistrationsOf(ctx context.Context, person string) ([]mediation.Registration, error) {
	return tx.registrations(ctx, selectRegistrations+`WHERE (r.phone = $2 OR r.email = $2) AND r.state IN ('seated', 'waiting', 'offered') ORDER BY r.group_id, r.id`, "", person)
}

// ArmRegistration adds a link that opens a registration, as a hash.
func (tx *Tx) ArmRegistration(ctx context.Context, id int64, token []byte) error {
	_, err := tx.tx.Exec(ctx, `INSERT INTO registration_links (token, registration) VALUES ($1, $2)`, token, id)
	return err
}

// LapsedGroups lists the groups of a département with an offered seat that nobody
// took in time.
func (tx *Tx) LapsedGroups(ctx context.Context, departement string, at time.Time) ([]int64, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT r.group_id FROM registrations r JOIN workshop_groups g ON g.id = r.group_id JOIN series s ON s.id = g.series_id
		WHERE s.departement = $1 AND r.state = 'offered' AND r.expires_at <= $2 ORDER BY 1`, departement, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// MarkAttendance says whether somebody came; "" takes it back.
func (tx *Tx) MarkAttendance(ctx context.Context, workshop string, registration int64, mark mediation.Mark, at time.Time) error {
	if mark == "" {
		_, err := tx.tx.Exec(ctx, `DELETE FROM attendances WHERE (workshop, registration) = ($1, $2)`, workshop, registration)
		return err
	}
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO attendances (workshop, registration, mark, marked_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (workshop, registration) DO UPDATE SET mark = excluded.mark, marked_at = excluded.marked_at`, workshop, registration, mark, at)
	return err
}

// Eve lists the workshops of a département that begin between two instants and of
// which nobody was reminded, and notes that they are.
func (tx *Tx) Eve(ctx context.Context, departement string, from, to time.Time) ([]string, error) {
	rows, err := tx.tx.Query(ctx, `
		UPDATE workshops w SET reminded_at = $2 FROM series s
		WHERE s.id = w.series_id AND s.departement = $1 AND w.starts_at > $2 AND w.starts_at <= $3 AND w.status <> 'cancelled' AND w.reminded_at IS NULL
		RETURNING w.id`, departement, from, to)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// ForgetSeats erases who came to the workshops of a département, of groups whose
// last session ended before an instant. The rows stay, for the counts.
func (tx *Tx) ForgetSeats(ctx context.Context, departement string, before time.Time) error {
	const over = `SELECT g.id FROM workshop_groups g JOIN series s ON s.id = g.series_id
		WHERE s.departement = $1 AND NOT EXISTS (SELECT FROM workshops w WHERE w.group_id = g.id AND w.ends_at > $2)`
	for _, statement := range []string{
		`DELETE FROM mails WHERE registration IN (SELECT id FROM registrations WHERE group_id IN (` + over + `))`,
		`DELETE FROM registration_links WHERE registration IN (SELECT id FROM registrations WHERE group_id IN (` + over + `))`,
		`UPDATE registrations SET first_name = '', phone = '', email = '', erased_at = now() WHERE erased_at IS NULL AND group_id IN (` + over + `)`,
	} {
		if _, err := tx.tx.Exec(ctx, statement, departement, before); err != nil {
			return err
		}
	}
	return nil
}
