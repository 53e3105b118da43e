package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"escale/internal/desk"
	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/site"
)

// vanTours plans in the transaction of a request for the van.
type vanTours struct{ *lateTours }

// Comings lists the visits between two days.
func (v vanTours) Comings(ctx context.Context, tx desk.Tx, from, to mediation.Day) ([]mediation.Coming, error) {
	p, err := v.planner()
	if err != nil {
		return nil, err
	}
	return p.ComingsIn(ctx, tx.(planning.Tx), from, to)
}

// AddVisits adds visits in a room that a commune lends.
func (v vanTours) AddVisits(ctx context.Context, tx desk.Tx, r mediation.RoomVisits) (mediation.RoomBooked, error) {
	p, err := v.planner()
	if err != nil {
		return mediation.RoomBooked{}, err
	}
	return p.AddVisits(ctx, tx.(planning.Tx), r)
}

// CancelVisits cancels visits to come.
func (v vanTours) CancelVisits(ctx context.Context, tx desk.Tx, visits []string, reason string, by mediation.Author) error {
	p, err := v.planner()
	if err != nil {
		return err
	}
	return p.CancelVisits(ctx, tx.(planning.Tx), visits, reason, by)
}

// vanTerms reads what whoever runs the van says of coming on demand.
func (p *program) vanTerms() (mediation.VanTerms, error) {
	if p.config.VanFile == "" {
		return mediation.DefaultVanTerms(), nil
	}
	file, err := os.Open(p.config.VanFile)
	if err != nil {
		return mediation.VanTerms{}, err
	}
	defer func() { _ = file.Close() }()
	terms, err := formats.ReadVanTerms(file)
	if err != nil {
		err = fmt.Errorf("ESCALE_VAN_FILE=%q : %w", p.config.VanFile, err)
	}
	return terms, err
}

// vanPages are what communes may ask of the van; nothing where there is no back office.
func (s *serving) vanPages() (o site.VanOptions, err error) {
	if s.office == nil {
		return o, nil
	}
	o = site.VanOptions{
		Requests: s.office, Terms: s.office.VanTerms, Mail: s.office.Mailer != nil, KeptDays: int(s.config.VansKept / (24 * time.Hour)),
	}
	if s.config.VanFile == "" {
		example, err := readData("exemple/bus.yaml", formats.ReadVanTerms)
		if err != nil {
			return o, err
		}
		o.ExampleTerms = &example
	}
	o.Needs, err = readNeeds()
	return o, err
}
