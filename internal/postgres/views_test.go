package postgres_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

func TestViewsAddUp(t *testing.T) {
	db, ctx := pgtest.New(t), context.Background()
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	views := []mediation.Views{
		{Day: day, Page: mediation.ViewedCommune, Territory: "50129", Count: 2}, {Day: day, Page: mediation.ViewedEmbed, Territory: "50129", Count: 1},
		{Day: day.AddDate(0, 0, -1), Page: mediation.ViewedCommune, Territory: "50129", Count: 9},
	}
	for range 2 {
		if err := db.AddViews(ctx, views); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.AddViews(ctx, nil); err != nil {
		t.Fatal(err)
	}
	got, err := db.Views(ctx, day)
	slices.SortFunc(got, func(a, b mediation.Views) int { return b.Count - a.Count })
	if err != nil || len(got) != 2 || got[0].Count != 4 || got[1].Count != 2 || !got[0].Day.Equal(day) {
		t.Errorf("%+v, %v", got, err)
	}
}
