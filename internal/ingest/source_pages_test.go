package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// pagedList answers with at most size of n rows, as PostgREST does.
func pagedList(n, size int, total bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		to := min(from+size, n)
		rows := []map[string]string{}
		for i := from; i < to; i++ {
			rows = append(rows, map[string]string{"id": fmt.Sprint(i)})
		}
		whole := "*"
		if total {
			whole = fmt.Sprint(n)
		}
		switch {
		case len(rows) == 0 && n > 0:
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
			return
		case to-from < n:
			w.Header().Set("Content-Range", fmt.Sprintf("%d-%d/%s", from, to-1, whole))
			w.Header().Set("ETag", `"part"`)
			w.WriteHeader(http.StatusPartialContent)
		}
		_ = json.NewEncoder(w).Encode(rows)
	}
}

func TestAListInPartsIsReadWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, size := rapid.IntRange(0, 60).Draw(t, "rows"), rapid.IntRange(1, 20).Draw(t, "rows of an answer")
		server := httptest.NewServer(pagedList(n, size, rapid.Bool().Draw(t, "says how many")))
		defer server.Close()
		file, err := ingest.Fetcher{AllowPrivate: true}.ReadChanged(context.Background(), server.URL+"/carto?adresse=like.50*", "", "")
		if err != nil {
			t.Fatal(err)
		}
		var rows []struct{ ID string }
		if err := json.Unmarshal(file.Content, &rows); err != nil || len(rows) != n {
			t.Fatalf("%d rows of %d: %v", len(rows), n, err)
		}
		for i, row := range rows {
			if row.ID != fmt.Sprint(i) {
				t.Fatalf("row %d is %s", i, row.ID)
			}
		}
		if n > size && file.ETag != "" {
			t.Fatalf("the whole has the entity tag of a part, %s", file.ETag)
		}
	})
}

func TestAPartThatCannotBePlacedIsNotTheWhole(t *testing.T) {
	for name, span := range map[string]string{"nothing": "", "a word": "half", "going back": "0-0/5", "more than there is": "9-4/x"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", span)
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write([]byte(`[{"id":"1"}]`))
		}))
		_, err := ingest.Fetcher{AllowPrivate: true}.Read(context.Background(), server.URL)
		if mediation.KindOf(err) != mediation.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

// A token goes to its own address only, and into no log, error or report.
// beginsLike is an address of other that begins as the one of a server does.
func beginsLike(server, other string) string {
	return server + "@" + strings.TrimPrefix(other, "http://")
}

func TestATokenIsShownToItsAddressAlone(t *testing.T) {
	const secret = "client:s3cr3t"
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	var seen []string
	note := func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Host+" "+r.Header.Get("Authorization"))
		if r.Header.Get("Authorization") != "Bearer "+secret {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte("[]"))
	}
	other := httptest.NewServer(http.HandlerFunc(note))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
		}
		note(w, r)
	}))
	defer server.Close()
	fetcher := ingest.Fetcher{AllowPrivate: true, Limit: 5 * time.Second, Tokens: map[string]string{server.URL + "/": secret}}
	if _, err := fetcher.Read(context.Background(), server.URL+"/carto?departement=50"); err != nil {
		t.Errorf("its own address: %v", err)
	}
	for _, address := range []string{other.URL + "/carto", server.URL + "/moved", beginsLike(server.URL, other.URL) + "/carto"} {
		_, err := fetcher.Read(context.Background(), address)
		if err == nil || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, request := range seen {
		if strings.Contains(request, "s3cr3t") && !strings.HasPrefix(request, strings.TrimPrefix(server.URL, "http://")) {
			t.Errorf("the token went to %s", request)
		}
	}
	if strings.Contains(log.String(), "s3cr3t") {
		t.Errorf("log: %s", log.String())
	}
}

// A source that asks for a token is left alone without one, and says why when it
// is named.
func TestASourceBehindATokenWaitsForIt(t *testing.T) {
	o := newOnline(t)
	o.Sources[0].Token, o.Sources[0].URL = "ESCALE_CARTO_TOKEN", o.Sources[0].URL+"?code=like.{departement}*"
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer abc" || r.URL.Query().Get("code") != "like.50*" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		sends(mairie, `"1"`)(w, r)
	}
	if list := o.refresh(); len(list) > 0 || len(o.requests) > 0 {
		t.Errorf("without a token: %+v, %d requests", list, len(o.requests))
	}
	_, err := o.Refresh(context.Background(), "50", []string{"s"}, false)
	if err == nil || !strings.Contains(err.Error(), "ESCALE_CARTO_TOKEN") {
		t.Errorf("named without a token: %v", err)
	}
	page, _, _ := strings.Cut(o.Sources[0].URL, "?")
	o.Fetcher.Tokens = map[string]string{page: "wrong"}
	if list := o.refresh("s"); len(list) != 1 || !list[0].Failed || !strings.Contains(list[0].Sentence, "jeton") {
		t.Errorf("with a wrong token: %+v", list)
	}
	o.Fetcher.Tokens = map[string]string{page: "abc"}
	if list := o.refresh("s"); len(list) != 1 || list[0].Failed || list[0].Report == nil || list[0].Report.Added != 1 {
		t.Errorf("with the token: %+v", list)
	}
}
