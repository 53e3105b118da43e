package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

func TestNotices(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	first := mediation.Notice{Place: "p1", PlaceName: "Mairie", Subject: "horaires", Text: "L’été", At: at}
	second := mediation.Notice{Place: "p2", PlaceName: "École", Subject: "ferme", At: at.Add(time.Hour)}
	for _, n := range []mediation.Notice{first, second} {
		if err := db.SaveNotice(ctx, "50", n); err != nil {
			t.Fatal(err)
		}
	}
	list, err := db.Notices(ctx, "50")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]mediation.Notice{second, first}, list, cmpopts.IgnoreFields(mediation.Notice{}, "ID"), cmpopts.EquateApproxTime(0)); diff != "" {
		t.Fatal(diff)
	}
	if err := db.SettleNotice(ctx, "80", list[0].ID); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("another département settles it: %v", err)
	}
	if err := db.SettleNotice(ctx, "50", list[0].ID); err != nil {
		t.Fatal(err)
	}
	if left, err := db.Notices(ctx, "50"); err != nil || len(left) != 1 || left[0].Place != "p1" {
		t.Errorf("left: %+v, %v", left, err)
	}
	if err := db.SettleNotice(ctx, "50", list[0].ID); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("settled twice: %v", err)
	}
}

func TestADayTakesSoManyNoticesWhoeverSendsThem(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	send := func(departement string, at time.Time) error {
		return db.SaveNotice(ctx, mediation.Area(departement), mediation.Notice{Place: "p1", PlaceName: "Mairie", Subject: "ferme", At: at})
	}
	for range mediation.NoticesADay {
		if err := send("50", at); err != nil {
			t.Fatal(err)
		}
	}
	if err := send("50", at.Add(time.Hour)); !errors.Is(err, mediation.ErrTooManyNotices) {
		t.Errorf("one more: %v", err)
	}
	if err := errors.Join(send("80", at), send("50", at.Add(25*time.Hour))); err != nil {
		t.Errorf("another département, another day: %v", err)
	}
	if n, err := db.SettleNotices(ctx, "50", "p2"); n != 0 || err != nil {
		t.Errorf("%d of another place, %v", n, err)
	}
	if n, err := db.SettleNotices(ctx, "50", ""); n != mediation.NoticesADay+1 || err != nil {
		t.Errorf("%d in all, %v", n, err)
	}
}
