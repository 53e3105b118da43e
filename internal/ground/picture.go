package ground

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// Picture is a part of the ground as an SVG draws it: paths within a view box
// of that width and height. Land and Others are filled by the rule of odd and
// even.
type Picture struct {
	Width, Height                          int
	Land, Others, Borders, EPCIs, Communes string
	// Pieces of land lie over Land too, and are filled whole.
	Pieces string
	// Outline is that of the communes the picture is about, "" for none.
	Outline string
	Names   []Name

	ground  *Ground
	drawn   lines // the arcs, as finely as the picture needs
	view    orb.Bound
	scale   float64 // units per degree of latitude
	squeeze float64
}

// Name is that of a town, where it stands.
type Name struct {
	Text  string
	X, Y  int
	Large bool
}

// largeTown is how many people make a town's name large.
const largeTown = 5_000

// coarse is the metres of a unit above which limits need not be finely drawn,
// crowded the one above which those of communes are left out, vast the one above
// which several départements have no other limits than theirs.
const (
	coarse  = 60.0
	crowded = 90.0
	vast    = 1_000.0
)

// Around is the view of a picture about a point, that many metres wide.
func Around(p orb.Point, across float64, width, height int) orb.Bound {
	squeeze := math.Cos(p.Lat() * math.Pi / 180)
	lon := across / 2 / metresPerDegree / squeeze
	lat := across / 2 / metresPerDegree * float64(height) / float64(width)
	return orb.Bound{Min: orb.Point{p.Lon() - lon, p.Lat() - lat}, Max: orb.Point{p.Lon() + lon, p.Lat() + lat}}
}

// Cover is the view that shows a box with some room around, in a picture of these
// proportions, that many metres wide at least.
func Cover(box orb.Bound, least float64, width, height int) orb.Bound {
	squeeze := math.Cos(box.Center().Lat() * math.Pi / 180)
	wide := (box.Max.Lon() - box.Min.Lon()) * squeeze * metresPerDegree
	high := (box.Max.Lat() - box.Min.Lat()) * metresPerDegree
	return Around(box.Center(), max(least, 1.15*wide, 1.15*high*float64(width)/float64(height)), width, height)
}

// Picture draws what lies in view, width units wide. It is about the communes of
// these INSEE codes, if any.
func (g *Ground) Picture(view orb.Bound, width int, about ...string) Picture {
	p := newPicture(view, width)
	metres := metresPerDegree / p.scale
	p.ground, p.drawn = g, g.near
	if metres > coarse && len(g.sheets) == 1 || metres > vast {
		p.drawn = g.far
	}
	p.Land, p.Others, p.Pieces = p.rings(g.land), p.rings(g.others), p.rings(g.pieces)
	l := g.limits
	p.Borders, p.EPCIs = p.lines(slices.Concat(l.borders, l.departements)), p.lines(l.epcis)
	if metres < crowded {
		p.Communes = p.lines(l.communes)
	}
	if len(about) > 0 {
		p.Outline = p.Shape(about)
	}
	return p
}

// Shape draws the communes of these INSEE codes as one.
func (p *Picture) Shape(codes []string) string {
	g := p.ground
	ours := make([]bool, len(g.communes))
	for _, insee := range codes {
		if i, known := g.index[insee]; known {
			ours[i] = true
		}
	}
	return p.rings(rings(g.arcs, outline(func(commune int) bool { return ours[commune] })))
}

// AddCommunes draws the limits of communes, however small these are.
func (p *Picture) AddCommunes() { p.Communes = p.lines(p.ground.limits.communes) }

func newPicture(view orb.Bound, width int) Picture {
	squeeze := math.Cos(view.Center().Lat() * math.Pi / 180)
	scale := float64(width) / (view.Max.Lon() - view.Min.Lon()) / squeeze
	return Picture{
		Width: width, Height: int(math.Round((view.Max.Lat() - view.Min.Lat()) * scale)),
		view: view, scale: scale, squeeze: squeeze,
	}
}

// At is where a point of the world stands in the picture.
func (p Picture) At(q orb.Point) (x, y int) {
	return int(math.Round((q.Lon() - p.view.Min.Lon()) * p.scale * p.squeeze)), int(math.Round((p.view.Max.Lat() - q.Lat()) * p.scale))
}

// Holds is true when a point is in view.
func (p Picture) Holds(q orb.Point) bool { return p.view.Contains(q) }

// frame is the view with a margin, so that what is cut shows no edge.
func (p Picture) frame() orb.Bound { return p.view.Pad(10 / p.scale) }

func (p Picture) rings(list []ring) string {
	var d strings.Builder
	for _, r := range list {
		var whole orb.Ring
		for _, ref := range r {
			piece := p.line(indexOf(ref))
			if ref < 0 {
				piece.Reverse()
			}
			whole = append(whole, piece...)
		}
		if whole.Bound().Intersects(p.frame()) {
			if inside := clip.Ring(p.frame(), whole); len(inside) > 3 {
				p.write(&d, orb.LineString(inside), "z")
			}
		}
	}
	return d.String()
}

// line is that of an arc. One that lies wholly beside the picture, on one side of it, is its
// two ends: what is cut off is the same.
func (p Picture) line(arc int) orb.LineString {
	line := p.drawn.At(arc)
	if len(line) > 2 && !p.inView(arc) {
		return points([]cell{line[0], line[len(line)-1]})
	}
	return points(line)
}

func (p Picture) inView(arc int) bool { return p.ground.bounds[arc].Intersects(p.frame()) }

func (p Picture) lines(list []int) string {
	var d strings.Builder
	for _, i := range list {
		if p.inView(i) {
			for _, inside := range clip.LineString(p.frame(), points(p.drawn.At(i))) {
				p.write(&d, inside, "")
			}
		}
	}
	return d.String()
}

// write adds a line to the data of a path: its first point, and the way from
// each point to the next.
func (p Picture) write(d *strings.Builder, line orb.LineString, end string) {
	x, y := p.At(line[0])
	var steps []byte
	for _, q := range line[1:] {
		nx, ny := p.At(q)
		if nx == x && ny == y {
			continue
		}
		steps = appendPair(append(steps, " "[:min(1, len(steps))]...), nx-x, ny-y)
		x, y = nx, ny
	}
	if len(steps) == 0 {
		return
	}
	x, y = p.At(line[0])
	d.Write(appendPair([]byte("M"), x, y))
	d.WriteString("l")
	d.Write(steps)
	d.WriteString(end)
}

func appendPair(b []byte, x, y int) []byte {
	b = append(strconv.AppendInt(b, int64(x), 10), ' ')
	return strconv.AppendInt(b, int64(y), 10)
}

// What a name takes, in units: letter is the mean width of one. Mark is the side
// of what stands for a place.
const (
	letter     = 9
	lineHeight = 20
	mostNames  = 12
	Mark       = 30
)

// AddNames names the largest towns in view that do not touch each other, on
// their middle or else under or over the marks that are there.
func (p *Picture) AddNames(marks []orb.Point) {
	var taken, marked []orb.Bound
	for _, q := range marks {
		x, y := p.At(q)
		marked = append(marked, box(float64(x), float64(y), Mark/2, Mark/2))
	}
	for _, t := range p.ground.towns {
		x, y := p.At(t.at)
		half := float64(utf8.RuneCountInString(t.name)*letter) / 2
		if !p.Holds(t.at) || len(p.Names) == mostNames {
			continue
		}
		// A large town is named all the same where there is a mark on each side.
		large := t.population >= largeTown
		for i, shift := range []int{0, Mark, -Mark, Mark} {
			around := box(float64(x), float64(y+shift), half, lineHeight/2)
			onMark := touches(around, marked) && (i < 3 || !large)
			if !onMark && p.frames(around) && !touches(around, taken) {
				taken = append(taken, around)
				p.Names = append(p.Names, Name{t.name, x, y + shift, large})
				break
			}
		}
	}
}

// frames is true when a box lies within the picture.
func (p *Picture) frames(b orb.Bound) bool {
	return b.Min[0] >= 0 && b.Max[0] <= float64(p.Width) && b.Min[1] >= 0 && b.Max[1] <= float64(p.Height)
}

func box(x, y, halfWidth, halfHeight float64) orb.Bound {
	return orb.Bound{Min: orb.Point{x - halfWidth, y - halfHeight}, Max: orb.Point{x + halfWidth, y + halfHeight}}
}

func touches(b orb.Bound, others []orb.Bound) bool { return slices.ContainsFunc(others, b.Intersects) }
