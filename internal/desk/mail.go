package desk

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"escale/internal/mediation"
)

// Mailer sends letters. Its error is of kind [mediation.Invalid] when a letter
// will never leave.
type Mailer interface {
	Send(ctx context.Context, l mediation.Letter) error
}

// mails is what sending asks of a transaction.
type mails interface {
	QueueMail(ctx context.Context, departement string, m mediation.Mail) error
	Mail(ctx context.Context, id int64) (mediation.Mail, error)
	EndMail(ctx context.Context, m mediation.Mail) error
	FailedMails(ctx context.Context, limit int) ([]mediation.Mail, error)
}

// longLink is how long a link is good that nobody asked for: people read such
// mail when they come to it. The letters say it too.
const longLink = 14 * 24 * time.Hour

// SendMail sends a mail that was queued. Its link is made now, so that no queue
// ever holds it; last is true when it will not be tried again. A mail that left
// is not sent again.
func (d *Desk) SendMail(ctx context.Context, id int64, last bool) error {
	var m mediation.Mail
	var letter mediation.Letter
	err := d.Store.InTx(ctx, func(tx Tx) (err error) {
		if m, err = tx.Mail(ctx, id); err != nil || !m.Ended.IsZero() {
			return err
		}
		letter, err = d.compose(ctx, tx, &m)
		return err
	})
	switch kind := mediation.KindOf(err); {
	case kind == mediation.NotFound && m.ID == 0 || err == nil && !m.Ended.IsZero():
		return nil // it left, or whose it was is gone
	case kind == mediation.NotFound:
		m.Outcome = mediation.MailNobody
		return d.endMail(ctx, m)
	case err == nil:
		err = d.Mailer.Send(ctx, letter)
	case kind != mediation.Invalid:
		return err
	}
	return d.settleMail(ctx, m, err, last)
}

// settleMail notes that a mail left, or why it will not; an error when it is to be
// tried again.
func (d *Desk) settleMail(ctx context.Context, m mediation.Mail, err error, last bool) error {
	m.Outcome = mediation.MailSent
	if err != nil {
		m.Outcome, m.Failure = mediation.MailFailed, "Le message n’est pas parti."
		if fault, ok := errors.AsType[*mediation.Error](err); ok {
			m.Failure = fault.Sentence
		}
		if mediation.KindOf(err) != mediation.Invalid && !last {
			return errors.New(m.Failure) // the queue keeps and logs it: the server's own words may name the address
		}
		slog.Warn("a mail did not leave", "mail", m.ID, "kind", m.Kind)
	}
	return d.endMail(ctx, m)
}

// endMail notes what became of a mail even when its time is over.
func (d *Desk) endMail(ctx context.Context, m mediation.Mail) error {
	ctx = context.WithoutCancel(ctx)
	return d.Store.InTx(ctx, func(tx Tx) error {
		if m.Outcome == mediation.MailFailed && m.Registration != 0 {
			if err := d.callInstead(ctx, tx, m); err != nil {
				return err
			}
		}
		return tx.EndMail(ctx, m)
	})
}

// compose makes what a mail says; an error of kind [mediation.NotFound] when
// there is nobody to write to.
func (d *Desk) compose(ctx context.Context, tx Tx, m *mediation.Mail) (l mediation.Letter, err error) {
	l = mediation.Letter{Mail: m.ID, Kind: m.Kind, Secret: newSecret()}
	switch m.Kind {
	case mediation.MailRequest:
		request, err := tx.ArmRequest(ctx, m.Request, hashed(l.Secret))
		l.To = request.Email
		if request.Place != "" {
			l.About = request.About // of the map; what else was typed is not sent to whom anybody may name
		}
		return l, err
	case mediation.MailTeamVan:
		return l, d.composeTeamVan(ctx, tx, m, &l)
	case mediation.MailVanConfirm, mediation.MailVanProposed, mediation.MailVanAccepted, mediation.MailVanRefused, mediation.MailVanPostponed, mediation.MailVanLapsed, mediation.MailVanCancelled:
		return l, d.composeVan(ctx, tx, m, &l)
	case mediation.MailSeat, mediation.MailFreed, mediation.MailMoved, mediation.MailCalledOff, mediation.MailEve:
		return l, d.composeSeat(ctx, tx, m, &l)
	case mediation.MailRefusal:
		l.Secret = ""
		l.To, l.About, l.Reason, err = tx.Answer(ctx, m.Request)
		return l, err
	}
	return l, d.composeLink(ctx, tx, m, &l)
}

// composeLink makes what a mail says that brings a link to enter by.
func (d *Desk) composeLink(ctx context.Context, tx Tx, m *mediation.Mail, l *mediation.Letter) error {
	var code []byte
	if m.Kind == mediation.MailSignIn {
		l.Code = newCode()
		code = hashed(l.Code)
	}
	account, err := tx.ArmSignIn(ctx, m.SignIn, hashed(l.Secret), code)
	if mediation.KindOf(err) == mediation.NotFound {
		return lateOr(ctx, tx, m, err)
	}
	if err != nil {
		return err
	}
	m.Account, l.To = account.ID, account.Email
	switch m.Kind {
	case mediation.MailReminder:
		return d.composeReminder(ctx, tx, account, l)
	case mediation.MailInvitation:
		return composeInvitation(ctx, tx, account, m, l)
	}
	return nil
}

// lateOr says that a link came too late for an account that is there, else what
// was wrong.
func lateOr(ctx context.Context, tx Tx, m *mediation.Mail, wrong error) error {
	account, err := tx.AccountOf(ctx, m.Address)
	if err != nil || !account.Closed.IsZero() || m.Kind != mediation.MailSignIn || time.Since(m.At) < quarter {
		return wrong
	}
	m.Account = account.ID
	return &mediation.Error{Kind: mediation.Invalid, Sentence: "Le message serait parti après les 15 minutes de son lien : il a été laissé de côté."}
}

func composeInvitation(ctx context.Context, tx Tx, account mediation.Account, m *mediation.Mail, l *mediation.Letter) (err error) {
	if m.Request != 0 {
		if _, _, l.Reason, err = tx.Answer(ctx, m.Request); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(account.Grants, func(g mediation.Grant) bool { return g.ID == m.Grant })
	if i < 0 {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce droit a été retiré avant que l’invitation parte."}
	}
	l.Right, l.Scope = account.Grants[i].Role.Does(), account.Grants[i].ScopeName
	return nil
}

// mostMails is how many mails that did not leave one page shows.
const mostMails = 200

// FailedMails lists the mails that did not leave, the latest first.
func (d *Desk) FailedMails(ctx context.Context, by Actor) (list []mediation.Mail, err error) {
	if err := by.check(mediation.ActMails, Subject{}); err != nil {
		return nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.FailedMails(ctx, mostMails)
		return err
	})
	return list, err
}
