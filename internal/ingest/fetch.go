package ingest

import (
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

	"escale/internal/mediation"
)

// Limits of what is read from outside.
const (
	maxFile      = 200 << 20 // bytes
	fetchLimit   = 2 * time.Minute
	dialLimit    = 10 * time.Second
	maxRedirects = 5
)

// Fetcher reads files and web addresses.
type Fetcher struct {
	// AllowPrivate lets addresses of private networks be read: for tests.
	AllowPrivate bool
}

// Read returns the content of a path, or of an http or https address.
func (f Fetcher) Read(ctx context.Context, origin string) ([]byte, error) {
	if strings.HasPrefix(origin, "http://") || strings.HasPrefix(origin, "https://") {
		return f.download(ctx, origin)
	}
	file, err := os.Open(origin)
	if err != nil {
		return nil, &mediation.Error{Kind: mediation.Invalid, Parameter: origin, Sentence: "Ce fichier ne peut pas être lu.", Cause: err}
	}
	defer file.Close()
	return readAll(file, origin)
}

func (f Fetcher) download(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, unreachable(address, err)
	}
	response, err := f.client().Do(request)
	if err != nil {
		return nil, unreachable(address, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, unreachable(address, fmt.Errorf("status %s", response.Status))
	}
	return readAll(response.Body, address)
}

// client refuses private addresses when it connects, after the name was
// resolved and at each redirect, so that no name can lead to one.
func (f Fetcher) client() *http.Client {
	dialer := &net.Dialer{Timeout: dialLimit, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if ip := to.Addr().Unmap(); !f.AllowPrivate && (!ip.IsGlobalUnicast() || ip.IsPrivate()) {
			return fmt.Errorf("%s is a private address", ip)
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
	content, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, unreachable(origin, err)
	}
	if len(content) > maxFile {
		return nil, &mediation.Error{Kind: mediation.Invalid, Parameter: origin, Sentence: "Ce fichier dépasse 200 Mo."}
	}
	return content, nil
}

func unreachable(address string, cause error) error {
	return &mediation.Error{Kind: mediation.Unavailable, Parameter: address, Sentence: "Cette adresse ne répond pas.", Cause: cause}
}
