package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/pflag"

	"escale/internal/desk"
	"escale/internal/mediation"
)

// preparePerson is for a command on all that is kept of one person.
func preparePerson(f func(context.Context, *program, *desk.Desk, string) error) func(*program, *pflag.FlagSet) action {
	return func(p *program, _ *pflag.FlagSet) action {
		return func(ctx context.Context, args []string) error {
			address, err := oneAddress(args)
			if err != nil {
				return err
			}
			return p.withDesk(ctx, func(d *desk.Desk) error { return f(ctx, p, d, address) })
		}
	}
}

func findPerson(ctx context.Context, p *program, d *desk.Desk, address string) error {
	list, err := d.Person(ctx, address)
	if err != nil {
		return err
	}
	p.sayPerson(list)
	return nil
}

// sayPerson counts what is kept of somebody.
func (p *program) sayPerson(list []mediation.PersonalRows) {
	for _, t := range list {
		note := ""
		if t.Public {
			note = " (publié par la source du lieu : à corriger chez elle, ou par « escale correct »)"
		}
		p.say("%s : %d%s", t.Table, len(t.Rows), note)
	}
	if len(list) == 0 {
		p.say("Rien n’est gardé sur cette adresse.")
	}
}

// exportPerson writes what is kept of somebody, for them to read.
func exportPerson(ctx context.Context, p *program, d *desk.Desk, address string) error {
	list, err := d.Person(ctx, address)
	if err != nil {
		return err
	}
	if list == nil {
		list = []mediation.PersonalRows{}
	}
	encoder := json.NewEncoder(p.out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(list)
}

func erasePerson(ctx context.Context, p *program, d *desk.Desk, address string) error {
	if err := d.ErasePerson(ctx, desk.Actor{Command: "escale person erase"}, address); err != nil {
		return err
	}
	p.say("C’est effacé. Les modifications restent, sans nom. Il reste :")
	return findPerson(ctx, p, d, address)
}
