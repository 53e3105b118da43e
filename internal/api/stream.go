package api

import (
	"io"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/web"
)

// piece is how long an answer grows before a part of it is sent: most are sent
// at once, and nobody who asks for everything makes a copy of it.
const piece = 128 << 10

// buffers are reused from one answer to the next.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, piece+piece/8)
	return &b
}}

// write writes the collection, piece by piece: head adds members before the
// features.
func (p page) write(w io.Writer, head func(b []byte) []byte, feature func(b []byte, i int) []byte) error {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b := append(head(p.appendHead((*buffer)[:0])), `,"features":[`...)
	for i := range p.returned {
		if len(b) >= piece {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = feature(b, i)
	}
	b = append(b, ']', '}', '\n')
	return end(w, b)
}

// end writes the last piece.
func end(w io.Writer, b []byte) error {
	if s, ok := w.(*sender); ok {
		return s.end(b)
	}
	_, err := w.Write(b)
	return err
}

// stream answers 200 with what write writes.
func stream(c echo.Context, write func(w io.Writer) error) error {
	c.Response().Header()[echo.HeaderContentType] = mediaType
	return write(&sender{response: c.Response()})
}

var mediaType = []string{geojson.MediaType}

// sender tells the length of an answer that comes in one piece.
type sender struct{ response *echo.Response }

func (s *sender) Write(b []byte) (int, error) { return s.response.Write(b) }

// announce tells how long the answer will be.
func (s *sender) announce(length int) {
	s.response.Header()[echo.HeaderContentLength] = []string{strconv.Itoa(length)}
}

func (s *sender) end(b []byte) error {
	if !s.response.Committed {
		s.announce(len(b))
	}
	_, err := s.response.Write(b)
	return err
}

// whole is an answer that many ask for, kept compressed.
type whole struct {
	// after is called once it is compressed, where there is one.
	after   func()
	started atomic.Bool
	packed  atomic.Pointer[web.Packed]
}

// send answers what most ask for from what is kept. Until that is ready, and to
// who reads no compression, it writes the answer anew.
func (w *whole) send(c echo.Context, length int, write func(io.Writer) error) error {
	if packed := w.packed.Load(); packed != nil && packed.Suits(c.Request()) {
		return packed.Send(c, geojson.MediaType)
	}
	w.start(length, write)
	return stream(c, write)
}

// start compresses the answer, of about so many bytes, by and by, once.
func (w *whole) start(length int, write func(io.Writer) error) {
	if w.started.CompareAndSwap(false, true) {
		go w.pack(length, write)
	}
}

// packing lets one answer be compressed at a time: it takes seconds and tens
// of megabytes at the size of a country, and nobody waits for it.
var packing sync.Mutex

func (w *whole) pack(length int, write func(io.Writer) error) {
	packing.Lock()
	defer packing.Unlock()
	if packed, err := web.PackFrom(length, write); err == nil { // writing to memory cannot fail
		w.packed.Store(&packed)
	}
	if w.after != nil {
		w.after()
	}
	catalog.SpareMemory() // compression worked with much, and the texts of before are gone
}
