package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Limits of what is read from outside.
const (
	fetchLimit   = 2 * time.Minute
	dialLimit    = 10 * time.Second
	maxRedirects = 5
)

// Fetcher reads files and web addresses.
type Fetcher struct {
	// AllowPrivate lets addresses of private networks be read: for tests.
	AllowPrivate bool
	// Allowed is the only such address to be read: for tests too.
	Allowed netip.AddrPort
	// Limit is the longest that a download may take, 0 for two minutes.
	Limit time.Duration
	// Tokens are shown (Authorization: Bearer) to the addresses that begin with
	// one of the keys. They are never logged, nor sent on to another host.
	Tokens map[string]string

	round *round
}

// round holds what addresses answered to one round of readings.
type round struct{ files map[string]Fetched }

// Round returns a fetcher that downloads what it reads once only: for one round of
// readings, of départements whose sources are the same files. It must not be used by two
// goroutines at once.
func (f Fetcher) Round() Fetcher {
	f.round = &round{map[string]Fetched{}}
	return f
}

// answer is what an address answered before in the round, to somebody who knows a state
// of the file.
func (r *round) answer(address, etag, lastModified string) (Fetched, bool) {
	file, known := r.files[address]
	same := known && cmp.Or(file.ETag, file.LastModified) != "" && file.ETag == etag && file.LastModified == lastModified
	switch {
	case same:
		return Fetched{Unchanged: true}, true
	case file.Unchanged: // its content was not sent
		return Fetched{}, false
	}
	return file, known
}

// keep notes what an address answered to somebody who knew a state of the file.
func (r *round) keep(address, etag, lastModified string, file Fetched) {
	if file.Unchanged {
		file.ETag, file.LastModified = etag, lastModified
	}
	r.files[address] = file
}

// Fetched is a file as its address answers with it.
type Fetched struct {
	Content []byte
	// ETag and LastModified name this state of the file.
	ETag, LastModified string
	// Unchanged is true when it is still in the state that was named.
	Unchanged bool
}

// Date is the day on which the file was last changed, as its server says;
// zero when it does not.
func (f Fetched) Date() time.Time {
	at, err := http.ParseTime(f.LastModified)
	if err != nil {
		return time.Time{}
	}
	return formats.Day(at)
}

// Read returns the content of a path, or of an http or https address.
func (f Fetcher) Read(ctx context.Context, origin string) ([]byte, error) {
	file, err := f.Open(ctx, origin)
	return file.Content, err
}

// Open is Read with what the server says of the file.
func (f Fetcher) Open(ctx context.Context, origin string) (Fetched, error) {
	if isAddress(origin) {
		return f.ReadChanged(ctx, origin, "", "")
	}
	file, err := os.Open(origin)
	if err != nil {
		return Fetched{}, &mediation.Error{Kind: mediation.Invalid, Parameter: origin, Sentence: "Ce fichier ne peut pas être lu.", Cause: err}
	}
	defer file.Close()
	content, err := readAll(file, origin)
	return Fetched{Content: content}, err
}

// isAddress distinguishes an address from the path of a file.
func isAddress(origin string) bool {
	return strings.HasPrefix(origin, "http://") || strings.HasPrefix(origin, "https://")
}

// ReadChanged reads an http or https address, unless it is still in the state
// that etag or lastModified name ("" for none).
func (f Fetcher) ReadChanged(ctx context.Context, address, etag, lastModified string) (Fetched, error) {
	if f.round == nil {
		return f.download(ctx, address, etag, lastModified)
	}
	if file, known := f.round.answer(address, etag, lastModified); known {
		return file, nil
	}
	file, err := f.download(ctx, address, etag, lastModified)
	if err == nil {
		f.round.keep(address, etag, lastModified, file)
	}
	return file, err
}

func (f Fetcher) download(ctx context.Context, address, etag, lastModified string) (file Fetched, err error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(f.Limit, fetchLimit))
	defer cancel()
	request, err := f.request(ctx, address)
	if err != nil {
		return file, unreachable(address, err)
	}
	for header, value := range map[string]string{"If-None-Match": etag, "If-Modified-Since": lastModified} {
		if value != "" {
			request.Header.Set(header, value)
		}
	}
	response, err := f.client().Do(request)
	if err != nil {
		return file, unreachable(address, err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotModified && etag+lastModified != "":
		return Fetched{Unchanged: true}, nil
	case response.StatusCode != http.StatusOK && response.StatusCode != http.StatusPartialContent:
		return file, refused(address, response)
	}
	file.ETag, file.LastModified = response.Header.Get("ETag"), response.Header.Get("Last-Modified")
	if file.Content, err = readAll(response.Body, address); err != nil || response.StatusCode == http.StatusOK {
		return file, err
	}
	file.ETag = "" // of the first part only
	file.Content, err = f.readRest(ctx, address, response, file.Content)
	return file, err
}

func (f Fetcher) request(ctx context.Context, address string) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if token := f.token(address); err == nil && token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, err
}

// token is what an address is shown: that of the longest beginning it has, "" for none.
func (f Fetcher) token(address string) string {
	longest, shown := "", ""
	for start, token := range f.Tokens {
		if strings.HasPrefix(address, start) && len(start) > len(longest) {
			longest, shown = start, token
		}
	}
	return shown
}

// refused says that an address answered with something else than a file.
func refused(address string, response *http.Response) error {
	err := unreachable(address, fmt.Errorf("status %s", response.Status))
	if response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusForbidden {
		err.Sentence = "Cette adresse demande un jeton, ou refuse celui des réglages (docs/reglages.md)."
	}
	return err
}

// client refuses private addresses when it connects, after the name was
// resolved and at each redirect, so that no name can lead to one.
func (f Fetcher) client() *http.Client {
	dialer := &net.Dialer{Timeout: dialLimit, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if !f.AllowPrivate && to != f.Allowed && !public(to.Addr()) {
			return errPrivate
		}
		return nil
	}}
	return &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: dialLimit, ResponseHeaderTimeout: dialLimit, DisableKeepAlives: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects || r.URL.Scheme != "http" && r.URL.Scheme != "https" {
				return errors.New("refused redirect")
			}
			return nil
		},
	}
}

func readAll(r io.Reader, origin string) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, formats.MaxFile+1))
	if err != nil {
		return nil, unreachable(origin, err)
	}
	if len(content) > formats.MaxFile {
		return nil, &mediation.Error{Kind: mediation.Invalid, Parameter: origin, Sentence: fmt.Sprintf("Ce fichier dépasse %d Mo.", formats.MaxFile>>20)}
	}
	return content, nil
}

// unreachable says that an address gave no file, or that it is not one to ask.
func unreachable(address string, cause error) *mediation.Error {
	if errors.Is(cause, errPrivate) {
		return &mediation.Error{Kind: mediation.Forbidden, Parameter: address, Sentence: "Une adresse privée n’est pas lue."}
	}
	return &mediation.Error{Kind: mediation.Unavailable, Parameter: address, Sentence: "Cette adresse ne répond pas.", Cause: cause}
}
