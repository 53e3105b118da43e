package desk_test

import (
	"context"
	"fmt"
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
		if got := strings.Contains(fmt.Sprintf("%+v", g.public()), "Complement:Montviron"); got != (part != "") {
			t.Errorf("%q: the public reads it: %v", part, got)
		}
	}
	if len(stops) != 2 {
		t.Errorf("%v", stops)
	}
}
