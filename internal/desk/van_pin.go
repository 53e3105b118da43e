package desk

import (
	"cmp"
	"context"

	"escale/internal/mediation"
)

// pinRoom looks for the point of the room of a request whose dates are about to be agreed
// upon. It asks a service outside, so before anybody waits for a lock; what it returns gives the point to
// the request as it is then, unless its room is another one.
func (d *Desk) pinRoom(ctx context.Context, r mediation.VanRequest) func(*mediation.VanRequest) {
	room, commune := r.Room, r.Commune
	if d.PinAddress == nil || room.Street == "" || r.State != mediation.VanProposed {
		return func(*mediation.VanRequest) {}
	}
	point, found := d.PinAddress(ctx, room.Street+", "+cmp.Or(room.Part, r.CommuneName), commune)
	return func(now *mediation.VanRequest) {
		if found && now.Room == room && now.Commune == commune {
			now.Room.Point = &point
		}
	}
}
