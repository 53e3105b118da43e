package ground

import (
	"testing"

	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

// Whatever the line, a kept point stays on its side of it.
func TestSimplifyingKeepsPointsOnTheirSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A mountain range above the sea, closed far below: what it holds is easy
		// to ask.
		var line []cell
		for i := range rapid.IntRange(3, 60).Draw(t, "points") {
			line = append(line, cell{int32(20 * i), int32(rapid.IntRange(0, 90).Draw(t, "height"))})
		}
		var kept []cell
		for range rapid.IntRange(1, 8).Draw(t, "kept") {
			kept = append(kept, cell{int32(rapid.IntRange(1, int(line[len(line)-1].x)-1).Draw(t, "x")), int32(rapid.IntRange(0, 90).Draw(t, "y"))})
		}
		drawn := newSimplifier(100, 0, kept).line(line)
		if drawn[0] != line[0] || drawn[len(drawn)-1] != line[len(line)-1] {
			t.Fatal("the ends moved")
		}
		before, after := toRing(closedBelow(line)), toRing(closedBelow(drawn))
		for _, c := range kept {
			if p := c.point(); planar.DistanceFrom(before, p) > 1e-9 && planar.DistanceFrom(after, p) > 1e-9 &&
				planar.RingContains(before, p) != planar.RingContains(after, p) {
				t.Fatalf("%v changed sides", c)
			}
		}
	})
}

func closedBelow(line []cell) []cell {
	first, last := line[0], line[len(line)-1]
	closed := append([]cell{}, line...)
	return append(closed, cell{last.x, -1000}, cell{first.x, -1000})
}

func TestSimplifyingLeavesFewPoints(t *testing.T) {
	var line []cell
	for i := range 1000 {
		line = append(line, cell{int32(i), int32(i % 3)})
	}
	if drawn := newSimplifier(100, 0, nil).line(line); len(drawn) != 2 {
		t.Errorf("%d points of a nearly straight line", len(drawn))
	}
}
