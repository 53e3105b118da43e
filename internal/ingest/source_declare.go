package ingest

import (
	"context"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// declare describes a source, for readers of the map: data/sources.yaml, or
// else this request, or else an earlier one. Nobody may publish what they
// cannot name, nor say under what licence.
func (l *Loader) declare(ctx context.Context, req *Request) error {
	if slices.ContainsFunc(l.Sources, func(s formats.Source) bool { return s.ID == req.Source }) {
		if req.Declared != (mediation.SourceInfo{}) {
			return mediation.InvalidParameter("source", "La source « "+req.Source+" » est dans data/sources.yaml : son nom et sa licence y sont déjà.")
		}
		return nil
	}
	if slices.Contains([]string{mediation.LocalSource, mediation.OwnTours}, req.Source) {
		return mediation.InvalidParameter("source", "« "+req.Source+" » est réservé à ce qui est saisi ici.")
	}
	if err := mapped(req); err != nil {
		return err
	}
	if req.Declared.URL != "" && !isAddress(req.Declared.URL) {
		return mediation.InvalidParameter("url", "L’adresse d’une source commence par https:// ou http://.")
	}
	if req.Declared == (mediation.SourceInfo{}) {
		err := l.Store.InTx(ctx, func(tx Tx) error {
			known, err := tx.Declared(ctx)
			req.Declared = known[req.Source]
			return err
		})
		if err != nil {
			return err
		}
	}
	if req.Declared.Name != "" && req.Declared.Licence != "" {
		return nil
	}
	return mediation.InvalidParameter("source", "La source « "+req.Source+" » n’est pas connue. Sources connues : "+l.known()+
		". Pour en déclarer une autre, dites son nom et sa licence : --name et --licence, ou « source » dans la correspondance (name, licence, url).")
}

// mapped takes over what the mapping says of the source.
func mapped(req *Request) error {
	if req.Format != MappedFormat || req.Declared != (mediation.SourceInfo{}) {
		return nil
	}
	mapping, err := formats.ReadMapping(strings.NewReader(req.Mapping))
	req.Declared = mapping.Source
	return err
}

func (l *Loader) known() string {
	var ids []string
	for _, s := range l.Sources {
		if !s.Example {
			ids = append(ids, s.ID)
		}
	}
	return strings.Join(ids, ", ")
}
