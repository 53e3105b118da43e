package desk_test

import (
	"context"
	"strings"
	"testing"
)

// The former commune stays with the room, for the operator and on the map; the rooms of two
// villages that have one name are two.
func TestTheRoomOfAFormerCommune(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	stops := map[string]bool{}
	for _, part := range []string{"", "Montviron"} {
		ask := genets()
		ask.Room.Part = part
		id, secret := g.sure(ask)
		g.offer(id, "sud", 1)
		if err := g.AcceptVan(ctx, secret, datesOf(g.follow(secret))); err != nil {
			t.Fatal(err)
		}
		g.deliver()
		sheet, err := g.Van(ctx, console, id, "")
		if err != nil || sheet.Room.Part != part {
			t.Errorf("%+v, %v", sheet.Room, err)
		}
		stops[sheet.Stop] = true
		if part != "" && !strings.Contains(sheet.Stop, "montviron") {
			t.Errorf("the stop is %s", sheet.Stop)
		}
	}
	if len(stops) != 2 {
		t.Errorf("%v", stops)
	}
}
