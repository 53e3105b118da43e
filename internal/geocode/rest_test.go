package geocode_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// These tests run on a clock of their own: hours pass in no time.

// ask types a text that nobody typed before, and reports whether the service was
// called.
func (s *service) ask(find func(string), n *int) bool {
	before := s.calls.Load()
	*n++
	find(fmt.Sprintf("%d %s", *n, typed))
	return s.calls.Load() > before
}

func caller(t *testing.T, s *service) func() bool {
	t.Helper()
	g, n := inMemory(t, s), 0
	return func() bool {
		time.Sleep(100 * time.Millisecond) // nobody types faster than the pace allows
		return s.ask(func(text string) { find(g, text) }, &n)
	}
}

func TestAServiceThatFailsIsLeftAloneThenTriedAgain(t *testing.T) {
	for why, failure := range map[string]http.HandlerFunc{
		"500":  says(http.StatusInternalServerError, ""),
		"HTML": says(http.StatusOK, "<html>"),
		"slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	} {
		synctest.Test(t, func(t *testing.T) {
			log, s := readLog(t), newService(failure)
			calls := caller(t, s)
			for i := range 5 {
				if !calls() {
					t.Fatalf("%s: not asked after %d failures", why, i)
				}
			}
			for range 3 {
				if calls() {
					t.Errorf("%s: asked after 5 failures", why)
				}
			}
			log.tells(t, why, "left alone")
			time.Sleep(30 * time.Second)
			if !calls() || calls() {
				t.Errorf("%s: half a minute later it is to be tried once", why)
			}
			s.becomes(says(http.StatusOK, good()))
			time.Sleep(31 * time.Second)
			for range 10 {
				if !calls() {
					t.Errorf("%s: not asked though it answers again", why)
				}
			}
			log.tells(t, why, "answers again")
		})
	}
}

func TestAFailureNowAndThenIsForgiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(nil)
		calls := caller(t, s)
		for i := range 50 {
			s.becomes(says(http.StatusInternalServerError, ""))
			if i%5 == 4 {
				s.becomes(says(http.StatusOK, good()))
			}
			if !calls() {
				t.Fatalf("not asked the %dth time", i+1)
			}
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "120": 2 * time.Minute, "": 5 * time.Second, "soon": 5 * time.Second, "-3": 5 * time.Second, "NaN": 5 * time.Second,
		"99999999999999999999": time.Hour, "date": 90 * time.Second, "past": 5 * time.Second, "far": time.Hour,
	} {
		synctest.Test(t, func(t *testing.T) {
			value := header
			switch header {
			case "date": // to the second, and the first call comes 100 ms from now
				value = time.Now().Add(want + time.Second).UTC().Format(http.TimeFormat)
			case "far":
				value = time.Now().Add(48 * time.Hour).UTC().Format(http.TimeFormat)
			case "past":
				value = time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat)
			}
			s := newService(says(http.StatusTooManyRequests, "", "Retry-After", value))
			calls := caller(t, s)
			if !calls() {
				t.Fatal("not asked at first")
			}
			s.becomes(says(http.StatusOK, good()))
			time.Sleep(want - 2*time.Second)
			if calls() {
				t.Errorf("Retry-After %q: asked again before %v", header, want)
			}
			time.Sleep(3 * time.Second)
			if !calls() {
				t.Errorf("Retry-After %q: not asked again after %v", header, want)
			}
		})
	}
}

func TestRetryAfterIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusTooManyRequests, "", "Retry-After", "1"))
		calls := caller(t, s)
		for i := range 20 {
			if !calls() {
				t.Fatalf("not asked the %dth time", i+1)
			}
			time.Sleep(time.Second)
		}
	})
}

func TestAnAnswerIsRememberedForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusOK, good()))
		g := inMemory(t, s)
		for _, text := range []string{typed, "12, RUE du  secret", " 12 rue dû Sécret"} {
			if got := labels(find(g, text)); got == "" || s.calls.Load() != 1 {
				t.Errorf("%q: %q after %d calls", text, got, s.calls.Load())
			}
		}
		time.Sleep(59 * time.Minute)
		if find(g, typed); s.calls.Load() != 1 {
			t.Error("forgotten before an hour")
		}
		time.Sleep(2 * time.Minute)
		if got := labels(find(g, typed)); got == "" || s.calls.Load() != 2 {
			t.Errorf("an hour later: %q after %d calls", got, s.calls.Load())
		}
	})
}

func TestNothingFoundIsRememberedAndFailuresAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusInternalServerError, ""))
		g := inMemory(t, s)
		find(g, typed)
		s.becomes(says(http.StatusOK, collection()))
		find(g, typed)
		s.becomes(says(http.StatusOK, good()))
		if got := labels(find(g, typed)); got != "" || s.calls.Load() != 2 {
			t.Errorf("%q after %d calls", got, s.calls.Load())
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusOK, good()))
		g := inMemory(t, s)
		for i := range 1025 {
			find(g, fmt.Sprint("rue ", i))
			time.Sleep(30 * time.Millisecond)
		}
		if find(g, "rue 0"); s.calls.Load() != 1026 {
			t.Errorf("%d calls: the oldest answer was not forgotten", s.calls.Load())
		}
		if find(g, "rue 1024"); s.calls.Load() != 1026 {
			t.Error("the newest answer was forgotten")
		}
	})
}

func TestItStaysUnderTheServicesPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusOK, good()))
		g := inMemory(t, s)
		const seconds = 10
		for i := range seconds * 1000 {
			find(g, fmt.Sprint("rue ", i))
			time.Sleep(time.Millisecond)
		}
		if n := s.calls.Load(); n > 45*seconds || n < 35*seconds {
			t.Errorf("%d calls in %d s, want about 40 a second and never 50", n, seconds)
		}
	})
}

func TestNobodyWaitsLongerThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		start := time.Now()
		if found := find(inMemory(t, s), typed); len(found) != 0 || time.Since(start) != 600*time.Millisecond {
			t.Errorf("%v after %v", found, time.Since(start))
		}
	})
}

func TestConcurrentQuestionsShareOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(300 * time.Millisecond)
			says(http.StatusOK, good())(w, r)
		})
		g, got := inMemory(t, s), make(chan string, 21)
		impatient, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		go func() { got <- labels(g.Find(impatient, typed)) }()
		synctest.Wait() // the first reader, who starts the call, is the one to leave
		for i := range 20 {
			go func() {
				time.Sleep(time.Duration(10*i) * time.Millisecond)
				got <- labels(find(g, strings.ToUpper(typed)))
			}()
		}
		if first := <-got; first != "" {
			t.Errorf("who left got %q", first)
		}
		for range 20 {
			if label := <-got; label == "" {
				t.Error("who stayed got nothing")
			}
		}
		if n := s.calls.Load(); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestACancelledQuestionMakesNoCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(says(http.StatusOK, good()))
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		found := inMemory(t, s).Find(gone, typed)
		if synctest.Wait(); len(found) != 0 || s.calls.Load() != 0 {
			t.Errorf("%d calls, %v", s.calls.Load(), found)
		}
	})
}

func TestTheLastReaderToLeaveEndsTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, ended := readLog(t), make(chan time.Duration, 100)
		s := newService(func(_ http.ResponseWriter, r *http.Request) {
			start := time.Now()
			<-r.Context().Done()
			ended <- time.Since(start)
		})
		g := inMemory(t, s)
		for range 20 { // more than the failures that are forgiven
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			g.Find(ctx, typed)
			cancel()
			if d := <-ended; d != 100*time.Millisecond {
				t.Errorf("the call ended after %v", d)
			}
			synctest.Wait()
		}
		if s.calls.Load() != 20 || log.String() != "" {
			t.Errorf("%d calls; readers who leave are no failure of the service: %s", s.calls.Load(), log)
		}
		s.becomes(says(http.StatusOK, good()))
		if find(g, typed) == nil {
			t.Error("who comes back gets nothing")
		}
	})
}
