package catalog

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Whatever changes in a place changes its print: a field that is added to places
// or offers must be written there too.
func TestEveryFieldOfAPlaceIsInItsPrint(t *testing.T) {
	full := func() mediation.Place {
		p := mediation.Place{Offers: []mediation.Offer{{Point: &orb.Point{1, 2}, Claims: []mediation.Claim{{}}, Corrected: []mediation.CorrectedField{{}},
			Met: &mediation.NeedsMet{Needs: []mediation.NeedID{""}}, Closures: []mediation.Closure{{}}}}}
		return p
	}
	var room digest
	p := full()
	plain := imprintOf(&p, &room)
	seen := map[imprint]string{plain: "nothing"}
	fields := 0
	for {
		p := full()
		left := fields
		name := change(reflect.ValueOf(&p).Elem(), "place", &left)
		if name == "" {
			break
		}
		fields++
		got := imprintOf(&p, &room)
		if other, known := seen[got]; known {
			t.Errorf("%s changed: the print is that of %s changed", name, other)
		}
		seen[got] = name
	}
	if fields < 40 {
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
