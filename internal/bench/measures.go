package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/bench/load"
	"escale/internal/bench/proc"
	"escale/internal/bench/synth"
	"escale/internal/catalog"
	"escale/internal/postgres"
)

// contest is one thing of ours against others, and what each round of it gave:
// the expense of ours first.
type contest struct {
	lines []line // one for each of the others
	round func() ([]expense, error)
}

// hold times all in turn, and adds the lines: processor time of ours over
// that of each other.
func (b *bench) hold(c contest) error {
	rounds := make([][]expense, b.long)
	for i := range rounds {
		runtime.GC()
		var err error
		if rounds[i], err = c.round(); err != nil {
			return err
		}
	}
	middle := func(k int, what func(expense) time.Duration) string {
		return short(median(rounds, func(i int) time.Duration { return what(rounds[i][k]) }))
	}
	cpu, took := func(e expense) time.Duration { return e.cpu }, func(e expense) time.Duration { return e.took }
	for k, l := range c.lines {
		l.value = median(rounds, func(i int) float64 { return float64(rounds[i][0].cpu) / float64(rounds[i][k+1].cpu) })
		l.detail = fmt.Sprintf("%s of CPU against %s; took %s against %s",
			middle(0, cpu), middle(k+1, cpu), middle(0, took), middle(k+1, took))
		b.table.add(l)
	}
	return nil
}

// spendOnEach spends on each in order.
func (w *warehouse) spendOnEach(all ...func() error) ([]expense, error) {
	var list []expense
	for _, f := range all {
		e, err := w.spend(f)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// againstRows compares what is made of the rows of the large database with reading them.
func (b *bench) againstRows(ctx context.Context, lines []line, making ...func(source) error) error {
	db, err := postgres.Open(ctx, b.url(largeDatabase))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := pgx.Connect(ctx, b.url(largeDatabase))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for i, part := range making {
		err := b.hold(contest{lines: lines[i : i+1], round: func() ([]expense, error) {
			return b.spendOnEach(func() error { return part(source{db, b.needs}) }, func() error { return readRows(ctx, conn) })
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// snapshots compares building the snapshot with reading its rows.
func (b *bench) snapshots(ctx context.Context) error {
	large, err := b.largeServer(ctx) // it fills the database
	if err != nil {
		return err
	}
	l := line{what: fmt.Sprintf("snapshot of %d places ÷ reading their rows", synth.Large), limit: 3, short: "snapshot"}
	if err := b.againstRows(ctx, []line{l}, func(s source) error { return build(ctx, s) }); err != nil {
		return err
	}
	for i, f := range firstOnes {
		b.table.add(line{what: fmt.Sprintf("first answer of a snapshot, %d places: %s", synth.Large, f.what), unit: " ms",
			value: large.first[i].Seconds() * 1000, detail: "time, not CPU; no target"})
	}
	return nil
}

// partsOfSnapshot compares what the parts of a snapshot cost with reading its rows.
func (b *bench) partsOfSnapshot(ctx context.Context) error {
	var data catalog.Data
	return b.againstRows(ctx,
		[]line{{what: "rows as values of the domain ÷ reading them"}, {what: "all that questions are answered from ÷ reading the rows"}},
		func(s source) (err error) { data, err = s.Load(ctx); return err },
		func(source) error { _, err := catalog.New(data); return err })
}

func build(ctx context.Context, s source) error {
	data, err := s.Load(ctx)
	if err != nil {
		return err
	}
	snapshot, err := catalog.New(data)
	if err == nil && len(snapshot.Places) == 0 {
		err = fmt.Errorf("the snapshot is empty")
	}
	return err
}

// rowsOfSnapshot are the rows that a snapshot is made of, each once.
var rowsOfSnapshot = []string{
	`SELECT insee, name, postcodes, population, epci, centre, contour, former FROM communes`,
	`SELECT siren, name FROM epcis`,
	`SELECT id, name, street, complement, postcode, city, insee, point FROM places`,
	`SELECT place_id, content FROM offers WHERE gone_at IS NULL`,
}

func readRows(ctx context.Context, conn *pgx.Conn) error {
	for _, sql := range rowsOfSnapshot {
		rows, err := conn.Query(ctx, sql)
		if err != nil {
			return err
		}
		for rows.Next() {
			_ = rows.RawValues()
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// imports compares an import with COPYs: of the rows that it stores into bare
// tables, of the same with all their indexes and references, and of the cells
// of the file as text.
func (b *bench) imports(ctx context.Context) error {
	const name = "bench_import"
	content := synth.Standard(synth.Large)
	return b.hold(contest{
		lines: []line{
			{what: fmt.Sprintf("import of %d rows ÷ a bare COPY of the rows it stores", synth.Large), limit: 10, short: "import"},
			{what: "… ÷ a COPY of these with indexes and references"},
			{what: "… ÷ a COPY of the file, each cell as text"},
		},
		round: func() ([]expense, error) {
			if err := b.clone(ctx, name); err != nil {
				return nil, err
			}
			cells, err := b.copyFile(ctx, name, content)
			if err != nil {
				return nil, err
			}
			ours, err := b.load(ctx, name, standardSource, content)
			if err != nil {
				return nil, err
			}
			stored, indexed, err := b.copyStored(ctx, name)
			if err != nil {
				return nil, err
			}
			return []expense{ours, stored, indexed, cells}, b.drop(ctx, name)
		},
	})
}

// copyFile copies a file as it is, each cell as text.
func (b *bench) copyFile(ctx context.Context, database string, content []byte) (expense, error) {
	conn, err := pgx.Connect(ctx, b.url(database))
	if err != nil {
		return expense{}, err
	}
	defer conn.Close(ctx)
	header, _, _ := strings.Cut(string(content[:1024]), "\n")
	table := "CREATE TABLE bare_rows (" + strings.ReplaceAll(header, ",", " text, ") + " text)"
	if _, err := conn.Exec(ctx, table); err != nil {
		return expense{}, err
	}
	return b.spend(func() error {
		return copyIn(ctx, conn, "COPY bare_rows FROM STDIN (FORMAT csv, HEADER)", content)
	})
}

// copyStored copies the stored places and offers away, then into bare tables
// and in again.
func (b *bench) copyStored(ctx context.Context, database string) (bare, indexed expense, err error) {
	conn, err := pgx.Connect(ctx, b.url(database))
	if err != nil {
		return bare, indexed, err
	}
	defer conn.Close(ctx)
	tables := []string{"places", "offers"}
	contents := make([]bytes.Buffer, len(tables))
	for i, table := range tables {
		if _, err := conn.PgConn().CopyTo(ctx, &contents[i], "COPY "+table+" TO STDOUT (FORMAT binary)"); err != nil {
			return bare, indexed, err
		}
	}
	copyAll := func(prefix string) (expense, error) {
		return b.spend(func() error {
			for i, table := range tables {
				if err := copyIn(ctx, conn, "COPY "+prefix+table+" FROM STDIN (FORMAT binary)", contents[i].Bytes()); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if _, err := conn.Exec(ctx, "CREATE TABLE bare_places (LIKE places); CREATE TABLE bare_offers (LIKE offers INCLUDING COMPRESSION); TRUNCATE places, offers CASCADE"); err != nil {
		return bare, indexed, err
	}
	if bare, err = copyAll("bare_"); err != nil {
		return bare, indexed, err
	}
	indexed, err = copyAll("")
	return bare, indexed, err
}

func copyIn(ctx context.Context, conn *pgx.Conn, sql string, content []byte) error {
	_, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(content), sql)
	return err
}

// memory is what our servers hold after having answered all the questions.
func (b *bench) memory(ctx context.Context) error {
	small, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	if err := b.weigh(ctx, small, synth.Small, 60); err != nil || b.quick {
		return err
	}
	large, err := b.largeServer(ctx)
	if err != nil {
		return err
	}
	return b.weigh(ctx, large, synth.Large, 250)
}

// weigh adds the line of what one server holds after a load run.
func (b *bench) weigh(ctx context.Context, server *child, places int, limit float64) error {
	if err := b.everything(ctx, server); err != nil {
		return err
	}
	if err := server.rest(ctx, shortRest); err != nil {
		return err
	}
	m, err := proc.MemoryOf(server.pid())
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("memory (PSS) after a load run, %d places", places), unit: " MB", limit: limit,
		short: fmt.Sprintf("memory %d", places), value: megabytes(m.Proportional), detail: fmt.Sprintf("resident %.0f MB", megabytes(m.Resident))})
	return nil
}

func megabytes(n int64) float64 { return float64(n) / (1 << 20) }

// everything asks each question for a while.
func (b *bench) everything(ctx context.Context, server *child) error {
	for _, requests := range [][]load.Request{
		eachWith(views, ""), eachWith(views, andService), eachWith(views, andOpen), eachWith(views, andBoth), nearest(""),
		{whole}, {wholeGzip}, {mapBrotli}, eachWith(views, ""),
	} {
		plan := load.Plan{Connections: connections, For: b.each, Status: 200}
		if _, err := load.Run(ctx, server.host, requests, plan, server.cpu); err != nil {
			return err
		}
	}
	return nil
}

// payload weighs what the map page reads.
func (b *bench) payload(ctx context.Context) error {
	ours, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	reply, err := fetch(ctx, ours, mapBrotli, http.StatusOK)
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("fields=map of %d places, brotli", synth.Small), unit: " kB", limit: 25, short: "fields=map",
		value: float64(len(reply.Body)) / 1e3, detail: "encoding " + reply.Header.Get("Content-Encoding")})
	return nil
}
