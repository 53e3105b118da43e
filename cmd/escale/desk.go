package main

import (
	"context"
	"sync/atomic"
	"time"

	"escale/frontend"
	"escale/internal/admin"
	"escale/internal/desk"
	"escale/internal/postgres"
)

// lateStore is the database of those who sign in, absent until it is there.
type lateStore struct{ db atomic.Pointer[postgres.DB] }

func (l *lateStore) InTx(ctx context.Context, f func(desk.Tx) error) error {
	if db := l.db.Load(); db != nil {
		return postgres.As[desk.Tx]{DB: db}.InTx(ctx, f)
	}
	return errNoDatabase
}

func (l *lateStore) sessions() (postgres.Sessions, error) {
	if db := l.db.Load(); db != nil {
		return postgres.Sessions{DB: db}, nil
	}
	return postgres.Sessions{}, errNoDatabase
}

// FindCtx, CommitCtx and DeleteCtx are those of [postgres.Sessions].
func (l *lateStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	s, err := l.sessions()
	if err != nil {
		return nil, false, err
	}
	return s.FindCtx(ctx, token)
}

// CommitCtx stores a session.
func (l *lateStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	s, err := l.sessions()
	if err != nil {
		return err
	}
	return s.CommitCtx(ctx, token, data, expiry)
}

// DeleteCtx ends a session.
func (l *lateStore) DeleteCtx(ctx context.Context, token string) error {
	s, err := l.sessions()
	if err != nil {
		return err
	}
	return s.DeleteCtx(ctx, token)
}

// Find, Commit and Delete are for callers without a context; there are none.
func (l *lateStore) Find(token string) ([]byte, bool, error) {
	return l.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (l *lateStore) Commit(token string, data []byte, expiry time.Time) error {
	return l.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx.
func (l *lateStore) Delete(token string) error { return l.DeleteCtx(context.Background(), token) }

// backOffice makes what those who sign in see.
func (s *serving) backOffice(build string) (*admin.Admin, error) {
	shell, dist, err := s.front()
	if err != nil {
		return nil, err
	}
	needs, err := readNeeds()
	if err != nil {
		return nil, err
	}
	s.layer.departement = s.config.Area.Only()
	var mailer desk.Mailer // none when no server is set
	if s.config.SMTPHost != "" {
		if mailer, err = s.mailer(); err != nil {
			return nil, err
		}
	}
	s.office = &desk.Desk{
		Store: &s.desk, Corrections: &s.layer, Tours: &s.tours, Departement: s.config.Area.Only(), Mailer: mailer, RemindMonths: s.config.RemindMonths, Now: s.now,
	}
	return admin.New(s.office, admin.Options{
		Now: s.now, Shell: shell, Dist: dist, Client: frontend.Templates, Build: build, BaseURL: s.config.BaseURL,
		Sessions: &s.desk, Departement: s.config.Area.Only(), Needs: needs, Mail: mailer != nil, Data: s.keeper, Reach: s.reach,
	})
}
