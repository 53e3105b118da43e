package postgres

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"escale/internal/mediation"
)

// mailArgs name a mail: no address, no link.
type mailArgs struct {
	Mail int64 `json:"mail"`
}

// Kind is what mails are to the queue.
func (mailArgs) Kind() string { return "mail" }

const (
	// mailLimit is how long sending one may take.
	mailLimit = 30 * time.Second
	// fewTries last six minutes, less than a link that signs in; manyTries last
	// eleven hours.
	fewTries  = 5
	manyTries = 12
	// mailsAtOnce are sent by one server. Mails have a queue of their own: what
	// takes minutes does not hold them up.
	mailsAtOnce = 2
)

func mailQueue(departement string) string { return "mail_" + strings.ToLower(departement) }

// inserter asks for jobs within a transaction, and does none.
var inserter = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(nil), &river.Config{})
})

// mailWorker sends mails.
type mailWorker struct {
	river.WorkerDefaults[mailArgs]
	send func(ctx context.Context, mail int64, last bool) error
}

// Timeout is how long sending may take.
func (w *mailWorker) Timeout(*river.Job[mailArgs]) time.Duration { return mailLimit }

// Work sends a mail.
func (w *mailWorker) Work(ctx context.Context, job *river.Job[mailArgs]) error {
	return w.send(ctx, job.Args.Mail, job.Attempt >= job.MaxAttempts)
}

// QueueMail stores a mail and the job that sends it: both are there once the
// transaction is committed, or neither.
func (tx *Tx) QueueMail(ctx context.Context, departement string, m mediation.Mail) error {
	var id int64
	err := tx.tx.QueryRow(ctx, `
		INSERT INTO mails (kind, sign_in, grant_id, account, request, registration, workshop, van_request, visit)
		VALUES ($1, NULLIF($2, 0), NULLIF($3, 0), NULLIF($4, 0), NULLIF($5, 0), NULLIF($6, 0), NULLIF($7, ''), NULLIF($8, 0), $9) RETURNING id`,
		m.Kind, m.SignIn, m.Grant, m.Account, m.Request, m.Registration, m.Workshop, m.Van, m.Visit).Scan(&id)
	if err != nil {
		return err
	}
	client, err := inserter()
	if err != nil {
		return err
	}
	tries := manyTries
	if m.Kind == mediation.MailSignIn {
		tries = fewTries
	}
	_, err = client.InsertTx(ctx, tx.tx, mailArgs{id}, &river.InsertOpts{Queue: mailQueue(departement), MaxAttempts: tries})
	return err
}

const selectMails = `
	SELECT m.id, m.kind, COALESCE(m.sign_in, 0), COALESCE(m.grant_id, 0), COALESCE(m.account, 0), COALESCE(m.request, 0),
		COALESCE(m.registration, 0), COALESCE(m.workshop, ''), COALESCE(m.van_request, 0), m.visit, COALESCE(a.email, s.email, r.email, p.email, v.email, ''),
		m.asked_at, m.ended_at, COALESCE(m.outcome, ''), m.failure
	FROM mails m LEFT JOIN accounts a ON a.id = m.account LEFT JOIN sign_ins s ON s.id = m.sign_in LEFT JOIN access_requests r ON r.id = m.request
		LEFT JOIN registrations p ON p.id = m.registration LEFT JOIN van_requests v ON v.id = m.van_request `

func scanMail(row pgx.CollectableRow) (m mediation.Mail, err error) {
	var ended *time.Time
	err = row.Scan(&m.ID, &m.Kind, &m.SignIn, &m.Grant, &m.Account, &m.Request, &m.Registration, &m.Workshop, &m.Van, &m.Visit, &m.Address, &m.At, &ended, &m.Outcome, &m.Failure)
	m.Ended = orZero(ended)
	return m, err
}

// Mail reads a mail that was queued; an error of kind [mediation.NotFound] when
// whose it was is gone.
func (tx *Tx) Mail(ctx context.Context, id int64) (m mediation.Mail, err error) {
	rows, err := tx.tx.Query(ctx, selectMails+`WHERE m.id = $1`, id)
	if err != nil {
		return m, err
	}
	m, err = pgx.CollectOneRow(rows, scanMail)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce courriel n’existe plus."}
	}
	return m, err
}

// EndMail notes what became of a mail, and whose it was once that is known.
func (tx *Tx) EndMail(ctx context.Context, m mediation.Mail) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE mails SET ended_at = now(), outcome = $2, failure = $3, account = COALESCE(account, NULLIF($4, 0)) WHERE id = $1`,
		m.ID, m.Outcome, m.Failure, m.Account)
	return err
}

// FailedMails lists those that did not leave, the latest first.
func (tx *Tx) FailedMails(ctx context.Context, limit int) ([]mediation.Mail, error) {
	rows, err := tx.tx.Query(ctx, selectMails+`WHERE m.outcome = 'failed' ORDER BY m.ended_at DESC, m.id DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanMail)
}
