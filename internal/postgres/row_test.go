package postgres

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
)

// stored writes a value as its table keeps it, and reads it back.
type stored struct {
	name string
	// fill makes a value of the domain, write its row, read the value again.
	fill  func(*filler) any
	write func(any) any
	read  func([]byte) (any, error)
}

func storedAs[Domain, Row any](name string, write func(Domain) Row, read func(Row) (Domain, error)) stored {
	return stored{
		name:  name,
		fill:  func(f *filler) any { return filled[Domain](f) },
		write: func(v any) any { return write(v.(Domain)) },
		read: func(text []byte) (any, error) {
			var row Row
			if err := json.Unmarshal(text, &row); err != nil {
				return nil, err
			}
			return read(row)
		},
	}
}

var allStored = []stored{
	storedAs("offer", newOfferRow, func(r offerRow) (mediation.Offer, error) { return r.offer() }),
	storedAs("tour", newTourRow, tourRow.tour),
	storedAs("stop", newStopRow, stopRow.stop),
	storedAs("visit", newVisitRow, visitRow.visit),
	storedAs("day", newDayRow, dayRow.exceptions),
	storedAs("exceptions", newExceptionsRow, exceptionsRow.exceptions),
	storedAs("roster", func(r roster) rosterRow { return newRosterRow(mediation.TourImport{Tours: r.Tours, Stops: r.Stops}) },
		func(row rosterRow) (roster, error) {
			var before mediation.TourImport
			err := row.roster(&before)
			return roster{before.Tours, before.Stops}, err
		}),
}

// roster is the part of a [mediation.TourImport] that is kept as JSON.
type roster struct {
	Tours []mediation.TourHolding
	Stops []mediation.StopHolding
}

// What is stored must not change with the names of the domain: the files hold
// it to the letter. ESCALE_UPDATE=1 writes them anew.
func TestTheStoredTextOfEachRow(t *testing.T) {
	for _, s := range allStored {
		t.Run(s.name, func(t *testing.T) {
			text, err := json.MarshalIndent(s.write(s.fill(&filler{})), "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "rows", s.name+".json")
			if os.Getenv("ESCALE_UPDATE") != "" {
				if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Before rows had versions the layout was the same, without that member.
func TestRowsWithoutAVersionAreRead(t *testing.T) {
	for _, s := range allStored {
		t.Run(s.name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "rows", s.name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			bare := strings.ReplaceAll(string(text), `"version": 1,`, "")
			if bare == string(text) {
				t.Fatal("the stored row has no version to leave out")
			}
			got, err := s.read([]byte(bare))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.fill(&filler{}), got); diff != "" {
				t.Error(diff)
			}
			later := strings.ReplaceAll(string(text), `"version": 1,`, `"version": 2,`)
			if _, err := s.read([]byte(later)); err == nil {
				t.Error("a row of a later program was read")
			}
		})
	}
}

func TestEveryFieldOfTheDomainIsStored(t *testing.T) {
	for _, s := range allStored {
		t.Run(s.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			for range 200 {
				value := s.fill(&filler{random: random})
				text, err := json.Marshal(s.write(value))
				if err != nil {
					t.Fatal(err)
				}
				got, err := s.read(text)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(value, got); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

// filler gives every field of a value something to say: each one when random
// is nil, else some.
type filler struct {
	random *rand.Rand
	n      int
}

func filled[T any](f *filler) (v T) {
	f.fill(reflect.ValueOf(&v).Elem(), "")
	return v
}

func (f *filler) fill(v reflect.Value, name string) {
	if f.random != nil && f.random.IntN(4) == 0 {
		return
	}
	f.n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) / 8)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), name)
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), name)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, name)
		f.fill(value, name)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		f.fillStruct(v)
	default:
		panic("no way to fill a " + v.Type().String())
	}
}

func (f *filler) fillStruct(v reflect.Value) {
	if at, ok := v.Addr().Interface().(*time.Time); ok {
		*at = time.Date(2026, 12, 1, 10, f.n%60, 0, 0, time.UTC)
		return
	}
	for i := range v.NumField() {
		f.fill(v.Field(i), v.Type().Field(i).Name)
	}
}

func (f *filler) text(name string) string {
	if f.random == nil {
		return fmt.Sprintf("texte %d", f.n)
	}
	return fmt.Sprintf("%s « %d » \"\\é", name, f.random.IntN(1000))
}
