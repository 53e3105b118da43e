package main

import (
	"context"
	"sync/atomic"
	"time"

	"escale/frontend"
	"escale/internal/admin"
	"escale/internal/desk"
	"escale/internal/postgres"
	"escale/internal/site"
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

// openOffice makes the use cases of the back office, on a map of one département.
func (s *serving) openOffice() error {
	if s.config.Area.Several() {
		return nil
	}
	if s.config.SMTPHost != "" {
		if _, err := s.mailer(); err != nil {
			return err
		}
	}
	s.layer.departement = s.config.Area.Only()
	s.office = s.deskOn(&s.desk, s.config.Area.Only())
	s.office.Corrections, s.office.Tours, s.office.Vans = &s.layer, &s.tours, vanTours{&s.tours}
	var err error
	if s.office.PinAddress, err = s.pointFinder(); err != nil {
		return err
	}
	s.office.VanTerms, err = s.vanTerms()
	return err
}

// seats is what gives seats of workshops, nil where there is no back office.
func (s *serving) seats() site.Seats {
	if s.office == nil {
		return nil
	}
	return s.office
}

// backOffice makes what those who sign in see.
func (s *serving) backOffice(build string, residents *site.Site) (*admin.Admin, error) {
	shell, dist, err := s.front()
	if err != nil {
		return nil, err
	}
	needs, err := readNeeds()
	if err != nil {
		return nil, err
	}
	return admin.New(s.office, admin.Options{
		Now: s.now, Shell: shell, Dist: dist, Client: frontend.Templates, Build: build, BaseURL: s.config.BaseURL,
		Sessions: &s.desk, Departement: s.config.Area.Only(), Needs: needs, Mail: s.office.Mailer != nil, Data: s.keeper, Reach: s.reach, Requested: s.office.WaitingCommunes,
		Van: admin.VanOptions{Terms: s.office.VanTerms, FillCommune: residents.FillCommune, Map: residents.RequestMap},
	})
}
