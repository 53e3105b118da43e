//go:build faults

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"escale/internal/mirrortest"
)

// hostileSource answers an unattended refresh with files made to exhaust it.
func hostileSource(t *testing.T, table *faultTable) {
	commas := []byte(strings.Repeat(",", 57<<20))
	header := "id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,presentation_detail\n"
	crowd := func(n int, text string) []byte {
		var b strings.Builder
		b.WriteString(header)
		for i := range n {
			fmt.Fprintf(&b, "%d,Mairie %d,Saint-Lô,50000,50502,1 rue de la Paix,49.%d,-1.0%d,0233000000,%s\n", i, i, 1100+i%90, i%90, text)
		}
		return []byte(b.String())
	}
	for name, file := range map[string][]byte{
		"57 MB of commas": commas, "commas, 49 MB": commas[:49<<20], "20,000 places at one door": crowd(20_000, "x"), "long texts": crowd(300, strings.Repeat("x", 40<<10)),
	} {
		var requests atomic.Int32
		source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { requests.Add(1); _, _ = w.Write(file) }))
		folder := t.TempDir()
		a := privately(t, folder).ready()
		a.signal(syscall.SIGTERM)
		<-a.ended
		a = startProgram(t, []string{"serve"}, varFolder(folder), "ESCALE_REFRESH=on", "ESCALE_CARTO_TOKEN=x", "ESCALE_CARTO_URL="+source.URL+"/y.csv")
		tr := begin(a)
		start := time.Now()
		a.eventually("the source is read", 2*time.Minute, func() bool { return requests.Load() > 0 && strings.Contains(a.out.String(), "restent comme ils sont") })
		a.ready()
		took := time.Since(start)
		tr.end()
		memory, note := a.megabytes(), "" // of the whole program
		if note = fmt.Sprintf("%d MB", memory); memory > 400 {
			t.Errorf("%s: the program took %d MB", name, memory)
		}
		table.add(t, line{"hostile source: " + name, tr.reads.Load(), tr.failed.Load(), 0, took, 2 * time.Minute, note})
		a.signal(syscall.SIGTERM)
		<-a.ended
		source.Close()
	}
}

// noticesFlood sends 10,000 notices from as many addresses.
func noticesFlood(t *testing.T, table *faultTable) {
	a := privately(t, t.TempDir()).ready()
	place := a.place()
	tr := begin(a)
	var kept, refused atomic.Int64
	var robots sync.WaitGroup
	start := time.Now()
	for robot := range 32 {
		robots.Go(func() {
			for n := range 10_000 / 32 {
				if a.notice(place, fmt.Sprint("spam ", robot, " ", n), fmt.Sprintf("2001:db8:%x:%x::1", robot, n)) == http.StatusSeeOther {
					kept.Add(1)
				} else {
					refused.Add(1)
				}
			}
		})
	}
	robots.Wait()
	took := time.Since(start)
	tr.end()
	if kept.Load() > 500+32 { // those that came at the same instant
		t.Errorf("%d notices were kept", kept.Load())
	}
	table.add(t, line{"notices flood, 10,000 addresses", tr.reads.Load(), tr.failed.Load(), 0, 0, 0,
		fmt.Sprintf("%d kept, %d refused, in %.0f s", kept.Load(), refused.Load(), took.Seconds())})
}

// heavyVisitors has 64 clients ask for the heaviest answer, and compares what
// another visitor waits with 64 who ask for a page that is kept.
func heavyVisitors(t *testing.T, table *faultTable) {
	mirror, found := mirrortest.Find(t)
	if !found {
		mirror = t.TempDir()
	}
	a := startApp(t, varFolder(t.TempDir()), "ESCALE_MIRROR="+mirror).ready()
	codes := a.communes()
	if status := a.status(heaviest(codes, 0)); status != http.StatusOK {
		t.Fatalf("the heaviest answer has status %d", status)
	}
	light := a.waits(func(int) string { return "/communes" })
	heavy := a.waits(func(i int) string { return heaviest(codes, i) })
	note := fmt.Sprintf("median %s beside 64 light clients, %s beside 64 heavy ones, %d MB", light.Round(100*time.Microsecond), heavy.Round(100*time.Microsecond), a.megabytes())
	if heavy > 3*light {
		t.Error(note)
	}
	table.add(t, line{fault: "64 clients ask for the heaviest answer", note: note})
}

// heaviest is the address of all places but those of one commune, in a workbook.
func heaviest(codes []string, i int) string {
	i %= len(codes)
	return "/export/lieux.xlsx?commune=" + strings.Join(slices.Delete(slices.Clone(codes), i, i+1), ",")
}

func (a *app) status(path string) int {
	response, err := a.client.Get(a.url + path)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// communes are the codes of the communes of the map.
func (a *app) communes() (codes []string) {
	response, err := a.client.Get(a.url + "/api/v1/communes")
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		a.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`"insee":"(\d{5})"`).FindAllStringSubmatch(string(body), -1) {
		codes = append(codes, found[1])
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// waits is the median of what one visitor waits for a page while 64 clients ask.
func (a *app) waits(path func(int) string) time.Duration {
	var clients sync.WaitGroup
	var over atomic.Bool
	for c := range 64 {
		clients.Go(func() {
			for n := c; !over.Load(); n += 64 {
				if response, err := a.client.Get(a.url + path(n)); err == nil {
					_ = response.Body.Close()
				}
			}
		})
	}
	time.Sleep(time.Second)
	var times []time.Duration
	for range 60 {
		start := time.Now()
		if err := fetch(a.client, a.url+"/?commune=50502"); err != nil {
			a.Error(err)
		}
		times = append(times, time.Since(start))
	}
	over.Store(true)
	clients.Wait()
	slices.Sort(times)
	return times[len(times)/2]
}
