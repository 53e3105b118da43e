package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Some services answer with the first rows of a list only: 206 Partial Content
// with "Content-Range: 0-999/2500", and the rest from ?offset=1000 on
// (PostgREST). Half a list must never pass for the whole: what is not on it
// would leave the map.

// maxPages bounds how many answers one list may take.
const maxPages = 1_000

// readRest reads what follows the first part of a list, and gives the whole as
// one JSON array.
func (f Fetcher) readRest(ctx context.Context, address string, first *http.Response, content []byte) ([]byte, error) {
	next, whole, err := rangeOf(first.Header.Get(rangeHeader))
	if err != nil {
		return nil, unreachable(address, err)
	}
	list, size := [][]byte{content}, len(content)
	for page := 1; next < whole || whole < 0; page++ {
		if page == maxPages || size > formats.MaxFile {
			return nil, &mediation.Error{Kind: mediation.Invalid, Parameter: address, Sentence: "Cette liste n’a pas de fin."}
		}
		part, status, span, err := f.readPart(ctx, offsetBy(address, next))
		if err != nil {
			return nil, err
		}
		if status == http.StatusRequestedRangeNotSatisfiable || isEmptyList(part) {
			break
		}
		list, size = append(list, part), size+len(part)
		if status == http.StatusOK {
			break
		}
		before := next
		if next, whole, err = rangeOf(span); err != nil || next <= before {
			return nil, unreachable(address, fmt.Errorf("range %q after %d: %w", span, before, err))
		}
	}
	return joinLists(address, list)
}

// readPart reads one part of a list, and which part its service says that it is.
func (f Fetcher) readPart(ctx context.Context, address string) (content []byte, status int, span string, err error) {
	request, err := f.request(ctx, address)
	if err != nil {
		return nil, 0, "", unreachable(address, err)
	}
	response, err := f.client().Do(request)
	if err != nil {
		return nil, 0, "", unreachable(address, err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK, http.StatusPartialContent, http.StatusRequestedRangeNotSatisfiable:
	default:
		return nil, 0, "", refused(address, response)
	}
	content, err = readAll(response.Body, address)
	return content, response.StatusCode, response.Header.Get(rangeHeader), err
}

// rangeHeader says which part of a list an answer is.
const rangeHeader = "Content-Range"

// rangeOf reads "0-999/2500": the row after the last one, and how many there
// are, -1 when the service does not say ("0-999/*").
func rangeOf(header string) (next, whole int, err error) {
	span, total, _ := strings.Cut(strings.TrimPrefix(header, "items "), "/")
	_, last, ok := strings.Cut(span, "-")
	if next, err = strconv.Atoi(last); !ok || err != nil {
		return 0, 0, fmt.Errorf("a part of a list whose place is not given: %q", header)
	}
	if total == "*" {
		return next + 1, -1, nil
	}
	whole, err = strconv.Atoi(total)
	return next + 1, whole, err
}

// offsetBy asks for the rows from one on.
func offsetBy(address string, row int) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // and was refused before
	}
	separator := "&"
	if u.RawQuery == "" {
		separator = ""
	}
	u.RawQuery += separator + "offset=" + strconv.Itoa(row)
	return u.String()
}

func isEmptyList(content []byte) bool {
	return len(bytes.Trim(content, "[] \t\r\n")) == 0
}

// joinLists makes one JSON array of several.
func joinLists(address string, parts [][]byte) ([]byte, error) {
	var whole []json.RawMessage
	for _, part := range parts {
		var list []json.RawMessage
		if err := json.Unmarshal(part, &list); err != nil {
			return nil, unreachable(address, err)
		}
		whole = append(whole, list...)
	}
	return json.Marshal(whole)
}
