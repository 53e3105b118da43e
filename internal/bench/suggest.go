package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/paulmach/orb"

	"escale/data"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/search"
)

// typed is what people type into the search, letter after letter or at once:
// names, beginnings, errors, sentences.
var typed = []string{
	"c", "co", "cou", "coutances", "coutanses", "st lo", "Saint-Hilaire-du-Harcouët", "saint", "tourlaville", "50750", "506", "le mesnil", "villdieu",
	"caf", "carte grise", "mot de passe ameli", "CAF à Coutances samedi matin", "refaire ma carte grise vers Tourlaville demain",
	"je cherche quelqu'un pour imprimer à granvile", "3 le bourg 50320 La Haye-Pesnel", "Rennes", "zzyzx",
}

// suggestions compares what it costs to suggest among the communes of France
// with the same among those of the Manche.
func (b *bench) suggestions(context.Context) error {
	manche, err := b.indexOf("50")
	if err != nil {
		return err
	}
	before := inUse()
	france, err := b.indexOf("")
	if err != nil {
		return err
	}
	b.table.add(line{what: "memory of the search in the communes of France, today's and former", unit: " MB", value: float64(inUse()-before) / 1e6})
	ask := func(x *search.Index) func() error {
		return func() error {
			for range 20 {
				for _, text := range typed {
					x.Suggest(language.French, text, 8)
				}
			}
			return nil
		}
	}
	if err := ask(manche)(); err != nil { // also reads the names of France
		return err
	}
	return b.hold(contest{
		lines: []line{{what: "suggest among 35,000 communes ÷ among 445", short: "suggest", limit: 3}},
		round: func() ([]expense, error) { return b.spendOnEach(ask(france), ask(manche)) },
	})
}

// inUse is the memory in use, in bytes.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// indexOf indexes the communes of a département, "" for all of France, without
// their places.
func (b *bench) indexOf(departement string) (*search.Index, error) {
	r, err := data.Official("communes.json")
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Code, Nom, Type, ChefLieu string
		CodesPostaux              []string
		Population                int
	}
	if err := json.NewDecoder(r).Decode(&rows); err != nil {
		return nil, err
	}
	t := mediation.Territory{Area: "50"}
	at := map[string]int{}
	for _, row := range rows {
		if row.Type == "commune-actuelle" && (departement == "" || mediation.DepartementOf(row.Code) == departement) {
			at[row.Code] = len(t.Communes)
			t.Communes = append(t.Communes, mediation.Commune{INSEE: row.Code, Name: row.Nom, Postcodes: row.CodesPostaux, Population: row.Population, Centre: orb.Point{2, 47}})
		}
	}
	for _, row := range rows {
		if i, ok := at[row.ChefLieu]; ok && row.Nom != t.Communes[i].Name {
			t.Communes[i].Parts = append(t.Communes[i].Parts, mediation.Part{INSEE: row.Code, Name: row.Nom})
		}
	}
	if len(t.Communes) == 0 {
		return nil, fmt.Errorf("no communes of %q", departement)
	}
	return search.New(search.Source{Needs: b.needs, Territory: t})
}
