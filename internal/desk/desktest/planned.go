// Package desktest wires the use cases of those who sign in to the planning of tours,
// as the program does, for tests only.
package desktest

import (
	"context"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/planning"
)

// Planned plans in the transaction of a request for the van.
type Planned struct{ *planning.Planner }

// Comings is [planning.Planner.ComingsIn].
func (p Planned) Comings(ctx context.Context, tx desk.Tx, from, to mediation.Day) ([]mediation.Coming, error) {
	return p.ComingsIn(ctx, tx.(planning.Tx), from, to)
}

// AddVisits is [planning.Planner.AddVisits].
func (p Planned) AddVisits(ctx context.Context, tx desk.Tx, r mediation.RoomVisits) (mediation.RoomBooked, error) {
	return p.Planner.AddVisits(ctx, tx.(planning.Tx), r)
}

// CancelVisits is [planning.Planner.CancelVisits].
func (p Planned) CancelVisits(ctx context.Context, tx desk.Tx, visits []string, reason string, by mediation.Author) error {
	return p.Planner.CancelVisits(ctx, tx.(planning.Tx), visits, reason, by)
}

// Follow has workshops and requests of a desk follow the visits that a planner plans.
func Follow(d *desk.Desk, p *planning.Planner) {
	p.Follow = func(ctx context.Context, tx planning.Tx, visits []mediation.VisitHolding) error {
		if err := d.FollowVanVisits(ctx, tx.(desk.Tx), visits); err != nil {
			return err
		}
		return d.FollowVisits(ctx, tx.(desk.Tx), visits)
	}
}
