package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/frontend"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages/pagestest"
	"escale/internal/site"
	"escale/internal/web"
)

// mailbox keeps notices, or fails.
type mailbox struct {
	got []mediation.Notice
	err error
}

func (m *mailbox) SaveNotice(_ context.Context, n mediation.Notice) error {
	if m.err == nil {
		m.got = append(m.got, n)
	}
	return m.err
}

func withNotices(t *testing.T, m *mailbox) http.Handler {
	t.Helper()
	s, err := site.New(data{current: touring(t)}, site.Options{
		Now: func() time.Time { return at(1, 11) }, Dist: dist, Client: frontend.Templates, Build: "b", Notices: m,
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	return e
}

const noticePath = "/lieux/p1-salle-polyvalente/signaler"

func post(h http.Handler, form url.Values, headers ...string) *httptest.ResponseRecorder {
	return send(h, noticePath, form, headers...)
}

func TestANoticeIsKept(t *testing.T) {
	box := &mailbox{}
	h := withNotices(t, box)
	answer := post(h, url.Values{"sujet": {"horaires"}, "texte": {"  Fermé le lundi <b>\xff "}})
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != noticePath+"?merci=1" {
		t.Fatalf("status %d, to %s", answer.Code, answer.Header().Get("Location"))
	}
	want := []mediation.Notice{{Place: "p1", PlaceName: "Salle polyvalente", Subject: "horaires", Text: "Fermé le lundi <b>",
		At: time.Date(2026, 12, 1, 11, 0, 0, 0, hours.Paris)}}
	if diff := cmp.Diff(want, box.got); diff != "" {
		t.Error(diff)
	}
	if page := textOf(get(t, h, noticePath+"?merci=1")); !strings.Contains(page, "Merci") || strings.Contains(page, "<form") {
		t.Error("no thanks")
	}
}

func TestNoticesRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		form    url.Values
		headers []string
		status  int
		says    string
	}{
		"no subject":        {url.Values{"texte": {"a"}}, nil, 422, "Choisissez ce qui ne va pas"},
		"another subject":   {url.Values{"sujet": {"x"}}, nil, 422, "Choisissez"},
		"other, no words":   {url.Values{"sujet": {"autre"}}, nil, 422, "en quelques mots"},
		"too long":          {url.Values{"sujet": {"autre"}, "texte": {strings.Repeat("é", 1001)}}, nil, 422, "trop long"},
		"a NUL":             {url.Values{"sujet": {"autre"}, "texte": {"a\x00b"}}, nil, 422, "caractère"},
		"from another site": {url.Values{"sujet": {"ferme"}}, []string{"Sec-Fetch-Site", "cross-site"}, 403, "depuis Escale"},
		"huge":              {url.Values{"sujet": {"autre"}, "texte": {strings.Repeat("a", 2<<20)}}, nil, 413, ""},
	} {
		box := &mailbox{}
		answer := post(withNotices(t, box), tt.form, tt.headers...)
		if answer.Code != tt.status || !strings.Contains(textOf(answer), tt.says) || len(box.got) > 0 {
			t.Errorf("%s: status %d, %d kept", name, answer.Code, len(box.got))
		}
		if tt.status == http.StatusUnprocessableEntity {
			pagestest.CheckFault(t, name, answer.Body.String(), tt.form)
		}
	}
	page := textOf(post(withNotices(t, &mailbox{}), url.Values{"sujet": {"autre"}, "texte": {strings.Repeat("é", 1001)}}))
	if !strings.Contains(page, "ééé") || !strings.Contains(page, `value="autre" required checked`) {
		t.Error("what was written is lost")
	}
}

func TestARobotIsThankedAndForgotten(t *testing.T) {
	box := &mailbox{}
	if answer := post(withNotices(t, box), url.Values{"sujet": {"ferme"}, "site": {"http://spam"}}); answer.Code != http.StatusSeeOther || len(box.got) > 0 {
		t.Errorf("status %d, %d kept", answer.Code, len(box.got))
	}
}

func TestNoticesAreLimited(t *testing.T) {
	box := &mailbox{}
	h := withNotices(t, box)
	codes := map[int]int{}
	for range 23 {
		codes[post(h, url.Values{"sujet": {"ferme"}}).Code]++
	}
	if diff := cmp.Diff(map[int]int{http.StatusSeeOther: 20, http.StatusTooManyRequests: 3}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestANoticeThatCannotBeKeptSaysSo(t *testing.T) {
	box := &mailbox{err: &mediation.Error{Kind: mediation.Unavailable, Sentence: "Réessayez plus tard."}}
	if answer := post(withNotices(t, box), url.Values{"sujet": {"ferme"}}); answer.Code != http.StatusServiceUnavailable || !strings.Contains(textOf(answer), "Réessayez plus tard") {
		t.Errorf("status %d", answer.Code)
	}
}
