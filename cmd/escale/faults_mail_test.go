//go:build faults

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"escale/internal/mail/mailtest"
)

// mailKilled has two servers send mail, then kills the one that is sending: each
// mail comes once, and none is lost.
func mailKilled(t *testing.T, table *faultTable) {
	b, smtp := newBase(t), mailtest.Start(t)
	database := b.direct(t)
	environ := func() []string {
		return append(slices.Clone(b.environ), varFolder(t.TempDir()), "ESCALE_SMTP_HOST=127.0.0.1", fmt.Sprintf("ESCALE_SMTP_PORT=%d", smtp.Port),
			"ESCALE_SMTP_TLS=off", "ESCALE_SMTP_FROM=escale@manche.example", "ESCALE_BASE_URL=https://escale.example")
	}
	const people = 12
	one := startApp(t, environ()...).ready()
	for i := range 2 * people {
		query(t, database, fmt.Sprintf("INSERT INTO accounts (email) VALUES ('p%d@manche.example')", i), nil, func() {})
	}
	two := startApp(t, environ()...).ready()
	for i := range people {
		[]*app{one, two}[i%2].askSignIn(i)
	}
	one.eventually("the mails are sent", time.Minute, func() bool { return len(smtp.Messages()) == people })
	two.signal(syscall.SIGTERM)
	<-two.ended
	smtp.Hold(time.Hour)
	for i := range people {
		one.askSignIn(people + i)
	}
	one.eventually("it is sending", time.Minute, func() bool { return count(t, database, "river_job WHERE kind = 'mail' AND state = 'running'") == 2 })
	one.signal(syscall.SIGKILL)
	<-one.ended
	smtp.Hold(0)
	start := time.Now()
	three := startApp(t, environ()...).ready()
	tr := begin(three)
	three.eventually("the mails are sent", 4*time.Minute, func() bool { return count(t, database, "mails WHERE outcome = 'sent'") == 2*people })
	took := time.Since(start)
	time.Sleep(5 * time.Second) // another would come by now
	tr.end()
	times := map[string]int{}
	for _, m := range smtp.Messages() {
		times[strings.Join(m.To, ",")]++
	}
	wrong := 0
	for i := range 2 * people {
		if times[fmt.Sprintf("p%d@manche.example", i)] != 1 {
			wrong++
		}
	}
	if strings.Contains(one.out.String()+three.out.String(), "manche.example") {
		t.Error("the log names an address")
	}
	table.add(t, line{"the server that sends mail killed", tr.reads.Load(), tr.failed.Load(), wrong, took, 4 * time.Minute, fmt.Sprintf("%d mails, each once", len(smtp.Messages()))})
}

func count(t *testing.T, database, what string) (n int) {
	query(t, database, "SELECT count(*) FROM "+what, []any{&n}, func() {})
	return n
}

// askSignIn asks for a link as somebody does.
func (a *app) askSignIn(i int) {
	form := url.Values{"courriel": {fmt.Sprintf("p%d@manche.example", i)}}
	request, err := http.NewRequest(http.MethodPost, a.url+"/gestion/connexion", strings.NewReader(form.Encode()))
	if err != nil {
		a.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	client := *a.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		a.Fatalf("asking is answered with %d", response.StatusCode)
	}
}
