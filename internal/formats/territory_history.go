package formats

import (
	"io"
	"maps"
	"slices"

	"escale/internal/mediation"
)

// history knows what became of the codes of communes.
type history struct {
	// today holds the codes of today's communes.
	today map[string]bool
	// parts maps the communes déléguées and associées to their commune.
	parts map[string]string
	// ends maps a code to the last movement that left it for other codes.
	ends map[string]movement
	// splits maps a re-established commune to those it was taken from.
	splits map[string][]string
	// names holds every name that a code has had before.
	names map[string][]string
}

// movement is the last day on which a code became others. Dates compare as
// text (YYYY-MM-DD).
type movement struct {
	date  string
	codes []string
}

func newHistory() *history {
	return &history{map[string]bool{}, map[string]string{}, map[string]movement{}, map[string][]string{}, map[string][]string{}}
}

// movementLayout is INSEE's file of movements: before (AV), after (AP).
var movementLayout = newLayout("mouvements de communes",
	[]string{"mod", "date_eff", "com_av", "typecom_ap", "com_ap"},
	"mod", "date_eff", "typecom_av", "com_av", "libelle_av", "typecom_ap", "com_ap")

// reestablished is INSEE's code of that movement (MOD).
const reestablished = "21"

func (h *history) readMovements(r io.Reader) error {
	if r == nil {
		return nil
	}
	_, err := readTable(r, movementLayout, func(row *row) {
		before, after := row.code("com_av"), row.code("com_ap")
		if name := row.words("libelle_av"); name != "" {
			h.names[before] = include(h.names[before], name)
		}
		if before == after || row.words("typecom_ap") != "COM" {
			return
		}
		h.end(before, after, row.words("date_eff"))
		if row.words("mod") == reestablished {
			h.splits[after] = include(h.splits[after], before)
		}
	})
	return err
}

func (h *history) end(before, after, date string) {
	last := h.ends[before]
	switch {
	case date > last.date:
		h.ends[before] = movement{date, []string{after}}
	case date == last.date:
		h.ends[before] = movement{date, include(last.codes, after)}
	}
}

// resolve returns the code of the commune of today that a code is part of, ""
// when it is unknown, or was shared out among several communes.
func (h *history) resolve(code string) string {
	for range 20 {
		if h.today[code] {
			return code
		}
		if whole := h.parts[code]; whole != "" && whole != code {
			code = whole
			continue
		}
		end := h.ends[code]
		if len(end.codes) != 1 {
			return ""
		}
		code = end.codes[0]
	}
	return ""
}

// formers maps the codes that are no commune of today to the one they are
// part of.
func (h *history) formers() map[string]string {
	formers := map[string]string{}
	for _, codes := range [][]string{slices.Collect(maps.Keys(h.parts)), slices.Collect(maps.Keys(h.ends))} {
		for _, code := range codes {
			if today := h.resolve(code); today != "" && today != code {
				formers[code] = today
			}
		}
	}
	return formers
}

// partsOf lists the communes of before, by today's code. One that was shared
// out is a part of each of those that took from it.
func (h *history) partsOf() map[string][]mediation.Part {
	parts := map[string][]mediation.Part{}
	for _, code := range slices.Sorted(maps.Keys(h.names)) {
		whole := h.ends[code].codes
		if today := h.resolve(code); today != "" {
			whole = []string{today}
		}
		for _, today := range whole {
			if today = h.resolve(today); today == "" {
				continue
			}
			for _, name := range h.names[code] {
				parts[today] = append(parts[today], mediation.Part{INSEE: code, Name: name})
			}
		}
	}
	return parts
}

// splitFrom lists the communes that a re-established one was part of.
func (h *history) splitFrom(code string) []string { return h.splits[code] }
