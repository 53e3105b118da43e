package catalog

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Whatever changes in a place or in a territory changes its print: a field that is added
// must be written there too.
func TestEveryFieldIsInThePrint(t *testing.T) {
	everyField(t, 40, func() mediation.Place {
		return mediation.Place{Offers: []mediation.Offer{{Point: &orb.Point{1, 2}, Claims: []mediation.Claim{{}}, Corrected: []mediation.CorrectedField{{}},
			Met: &mediation.NeedsMet{Needs: []mediation.NeedID{""}}, Closures: []mediation.Closure{{}}}}}
	}, func(p *mediation.Place) Imprint { return imprintOf(p, new(digest)) })
	everyField(t, 17, func() mediation.Territory {
		return mediation.Territory{EPCIs: []mediation.EPCI{{}}, Communes: []mediation.Commune{{
			Postcodes: []string{""}, Former: []string{""}, Parts: []mediation.Part{{Centre: &orb.Point{1, 2}}}, Contour: orb.MultiPolygon{{{{1, 2}}}}}}}
	}, func(territory *mediation.Territory) (name Imprint) {
		s := &Snapshot{Data: Data{Territory: *territory}}
		s.imprintCommunes(&Snapshot{})
		version, err := s.version()
		if err != nil {
			t.Fatal(err)
		}
		copy(name[:], version)
		return name
	})
}

// What is read anew and says the same is kept once.
func TestCommunesReadAnewAreThoseOfBefore(t *testing.T) {
	read := func(name string) Data {
		return Data{Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{{INSEE: "50001", Name: name, Centre: orb.Point{-1, 49}}}}}
	}
	first, err := New(read("Agneaux"))
	if err != nil {
		t.Fatal(err)
	}
	for name, shared := range map[string]bool{"Agneaux": true, "Airel": false} {
		next, err := first.Next(read(name))
		if err != nil {
			t.Fatal(err)
		}
		if next.sharesCommunes(first) != shared || next.Territory.Communes[0].Name != name {
			t.Errorf("%s: shared %v, named %s", name, !shared, next.Territory.Communes[0].Name)
		}
	}
}

// everyField changes one field after the other, at least so many.
func everyField[T any](t *testing.T, least int, full func() T, print func(*T) Imprint) {
	t.Helper()
	value := full()
	seen := map[Imprint]string{print(&value): "nothing"}
	fields := 0
	for {
		value := full()
		left := fields
		name := change(reflect.ValueOf(&value).Elem(), fmt.Sprintf("%T", value), &left)
		if name == "" {
			break
		}
		fields++
		got := print(&value)
		if other, known := seen[got]; known {
			t.Errorf("%s changed: the print is that of %s changed", name, other)
		}
		seen[got] = name
	}
	if fields < least {
		t.Errorf("only %d fields changed", fields)
	}
}

// change changes the field with that number, and names it; "" when there are
// not so many.
func change(v reflect.Value, name string, left *int) string {
	if v.Type() == reflect.TypeFor[time.Time]() {
		return leaf(v, name, left, reflect.ValueOf(time.Unix(1, 2)))
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if found := change(v.Field(i), name+"."+v.Type().Field(i).Name, left); found != "" {
				return found
			}
		}
		return ""
	case reflect.Slice:
		if v.Len() == 0 {
			return leaf(v, name, left, reflect.MakeSlice(v.Type(), 1, 1))
		}
		return change(v.Index(0), name+"[0]", left)
	case reflect.Array:
		for i := range v.Len() {
			if found := change(v.Index(i), fmt.Sprint(name, i), left); found != "" {
				return found
			}
		}
		return ""
	case reflect.Pointer:
		if found := change(v.Elem(), name+"*", left); found != "" {
			return found
		}
		return leaf(v, name, left, reflect.Zero(v.Type()))
	case reflect.Bool:
		return leaf(v, name, left, reflect.ValueOf(true))
	case reflect.Int:
		return leaf(v, name, left, reflect.ValueOf(7))
	case reflect.Float64:
		return leaf(v, name, left, reflect.ValueOf(7.5))
	case reflect.String:
		return leaf(v, name, left, reflect.ValueOf("x").Convert(v.Type()))
	}
	panic(name + " is of a kind that this test does not know")
}

func leaf(v reflect.Value, name string, left *int, value reflect.Value) string {
	if *left > 0 {
		*left--
		return ""
	}
	v.Set(value)
	return name
}
