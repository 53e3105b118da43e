package planning

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// merge brings a file that was taken away some time ago up to date: what others
// changed since stays, and what the file changed of the rest is taken. A tour whose
// line says no revision is taken as the file has it.
func (d *draft) merge(ctx context.Context, file *formats.TourFile, report *Report) (lines []formats.TourLine, err error) {
	current := map[string][]formats.TourLine{}
	for _, of := range byTour(d.session.lines()) {
		current[of[0].Tour] = of
	}
	rest := d.named(file.Lines)
	for _, l := range rest {
		if l.Kind != formats.TourItself || l.Revision == "" || current[l.Tour] == nil {
			continue
		}
		_, now, err := revisionOf(current[l.Tour])
		if err != nil {
			return nil, err
		}
		if now == l.Revision {
			continue
		}
		base, err := d.base(ctx, l)
		if err != nil || base == nil {
			return rest, err
		}
		mine, others := partition(rest, func(o formats.TourLine) bool { return o.Tour == l.Tour })
		m := merger{base: keyed(base), current: keyed(current[l.Tour]), file: keyed(mine), now: current[l.Tour], absent: file.Absent, line: l.Line}
		rest = append(others, m.merge(mine)...)
		report.Since = append(report.Since, d.compare(base, current[l.Tour])...)
		report.Kept = append(report.Kept, m.kept...)
	}
	return rest, nil
}

// named gives lines the ids of their tours, as the stored lines have them.
func (d *draft) named(lines []formats.TourLine) []formats.TourLine {
	lines = slices.Clone(lines)
	for i, l := range lines {
		if h := d.storedTour(l.Tour); h != nil && !h.Gone {
			lines[i].Tour = h.Tour.ID
		}
	}
	return lines
}

// keepTo refuses lines of other tours than one.
func (d *draft) keepTo(only string, lines []formats.TourLine) {
	for _, l := range lines {
		if only != "" && l.Tour != only && l.Tour != "" {
			d.fault(l.Line, "tournée", l.Tour, "Ce tableur ne peut changer que la tournée « %s » : retirez cette ligne.", d.tourName(only))
		}
	}
}

// base is what the lines of a tour were when its file was taken away, nil with a
// fault when that is not known.
func (d *draft) base(ctx context.Context, l formats.TourLine) ([]formats.TourLine, error) {
	content, err := d.tx.Sheet(ctx, d.Departement, l.Revision)
	if mediation.KindOf(err) == mediation.NotFound {
		d.fault(l.Line, formats.RevisionColumn, l.Revision, "%s", sentence(err))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	file, err := formats.ReadTours(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	return file.Lines, nil
}

func partition(lines []formats.TourLine, of func(formats.TourLine) bool) (in, out []formats.TourLine) {
	for _, l := range lines {
		if of(l) {
			in = append(in, l)
		} else {
			out = append(out, l)
		}
	}
	return in, out
}

// merger merges the lines of one tour.
type merger struct {
	base, current, file map[string]formats.TourLine
	// now are the lines of current, in order.
	now    []formats.TourLine
	absent []string
	line   int // of the tour, in the file
	kept   []Change
}

// keyed lists lines by what they are about.
func keyed(lines []formats.TourLine) map[string]formats.TourLine {
	byKey := map[string]formats.TourLine{}
	for _, l := range lines {
		byKey[mergeKey(l)] = l
	}
	return byKey
}

func mergeKey(l formats.TourLine) string {
	l.Stop = mediation.Slug(l.Stop)
	return lineKey(l)
}

func (m *merger) merge(file []formats.TourLine) (merged []formats.TourLine) {
	named := map[string]bool{}
	for _, l := range file {
		key := mergeKey(l)
		if named[key] {
			merged = append(merged, l) // twice in the file: that is a fault of its own
			continue
		}
		named[key] = true
		if line, stays := m.take(l, key); stays {
			merged = append(merged, line)
		}
	}
	for _, l := range m.now {
		key := mergeKey(l)
		if named[key] {
			continue
		}
		was, known := m.base[key]
		if known && len(deltas(was, l)) == 0 {
			continue // the file takes it out, and nobody touched it since
		}
		if known {
			m.keep("removed", l, nil)
		}
		l.Line = m.line
		merged = append(merged, l)
	}
	return merged
}

// take is a line of the file with what others changed of it since; stays is false
// for one that they took out.
func (m *merger) take(l formats.TourLine, key string) (line formats.TourLine, stays bool) {
	was, before := m.base[key]
	now, there := m.current[key]
	if before {
		l = l.Keeping(was, m.absent)
	}
	switch {
	case !there && before:
		if changes := deltas(was, l); len(changes) > 0 {
			m.keep("changed", l, changes)
		}
		return l, false
	case m.contradicted(l, was):
		now.Line = l.Line
		return now, there
	case !there:
		return l, true
	}
	var theirs []string
	var lost []Delta
	for _, d := range deltas(l, now) { // Before is the file's, After what is there
		mine, changed := columnOf(deltas(was, l), d.Column), columnOf(deltas(was, now), d.Column)
		if changed {
			theirs = append(theirs, d.Column)
		}
		if changed && mine {
			lost = append(lost, d)
		}
	}
	if len(lost) > 0 {
		m.keep("changed", l, lost)
	}
	kept := l.Keeping(now, theirs)
	kept.Line = l.Line
	return kept, true
}

// contradicted notes a day that the file changes in a way that cannot hold beside
// what others made of it since.
func (m *merger) contradicted(l, was formats.TourLine) bool {
	if l.Day == "" || len(deltas(was, l)) == 0 {
		return false
	}
	for _, theirs := range m.now {
		key := mergeKey(theirs)
		_, mine := m.file[key]
		since := len(deltas(m.base[key], theirs)) > 0
		if since && !mine && theirs.Day == l.Day && mediation.Slug(theirs.Stop) == mediation.Slug(l.Stop) && !tour.Compatible(exceptionOf(theirs), exceptionOf(l)) {
			m.keep("added", l, deltas(l, theirs))
			return true
		}
	}
	return false
}

func columnOf(list []Delta, column string) bool {
	return slices.ContainsFunc(list, func(d Delta) bool { return d.Column == column })
}

// keep notes that what others did stays although the file says otherwise.
func (m *merger) keep(what string, l formats.TourLine, columns []Delta) {
	m.kept = append(m.kept, Change{What: what, Line: strings.TrimSpace(lineWords(l)), Tour: l.Tour, Columns: columns})
}
