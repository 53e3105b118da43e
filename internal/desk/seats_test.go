package desk_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// secondServer is another desk, with a pool of its own, on the database of a school.
func (s *school) secondServer() *desk.Desk {
	s.Helper()
	db, err := postgres.Open(context.Background(), s.url)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(db.Close)
	other := *s.Desk
	other.Store = postgres.As[desk.Tx]{DB: db}
	return &other
}

func phone(n int) string { return fmt.Sprintf("06%08d", n) }

func asks(w mediation.Workshop, n int) mediation.SeatRequest {
	return mediation.SeatRequest{Workshop: w.ID, FirstName: fmt.Sprintf("Prénom%d", n), Phone: phone(n)}
}

// states counts the registrations of the whole database, by state.
func (s *school) states() map[string]int {
	s.Helper()
	counts := map[string]int{}
	for _, state := range pgtest.Column[string](s, s.url, `SELECT state FROM registrations`) {
		counts[state]++
	}
	return counts
}

// checkCounters compares what the groups count with their registrations, one by one.
func (s *school) checkCounters() {
	s.Helper()
	wrong := pgtest.Column[string](s, s.url, `
		SELECT format('group %s: %s taken, %s online of %s', g.id, g.taken, g.online, g.seats) FROM workshop_groups g
		WHERE taken <> (SELECT count(*) FROM registrations r WHERE r.group_id = g.id AND state IN ('seated', 'offered'))
		   OR online <> (SELECT count(*) FROM registrations r WHERE r.group_id = g.id AND state IN ('seated', 'offered') AND r.online)
		   OR taken > seats OR online > seats - kept`)
	for _, line := range wrong {
		s.Error(line)
	}
}

// together runs f for 0 to n-1 at once, and returns the errors.
func together(n int, f func(i int) error) []error {
	faults := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { faults[i] = f(i) })
	}
	wait.Wait()
	return faults
}

// RDV-Solidarités #5279: a race for the last seat gave it twice.
func TestTheLastSeatIsGivenOnce(t *testing.T) {
	s := newSchool(t)
	one := mouse
	one.Seats = 1
	w := s.open(one, 2)[0]
	servers := []*desk.Desk{s.Desk, s.secondServer()}
	faults := together(100, func(i int) error {
		_, err := servers[i%2].Register(context.Background(), asks(w, i))
		return err
	})
	if err := errors.Join(faults...); err != nil {
		t.Fatal(err)
	}
	if got := s.states(); got["seated"] != 1 || got["waiting"] != 99 {
		t.Errorf("%v", got)
	}
	s.checkCounters()
	if seats := s.series(w.Series.ID)[0].Seats; seats.Free() != 0 {
		t.Errorf("public: %+v", seats)
	}
}

// 200 people cancel or register at once under two servers: none is lost or doubled.
func TestCancellingWhileOthersRegister(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	w := s.open(mouse, 2)[0]
	servers := []*desk.Desk{s.Desk, s.secondServer()}
	secrets := make([]string, 100)
	for i := range secrets {
		var err error
		if secrets[i], err = s.Register(ctx, asks(w, i)); err != nil {
			t.Fatal(err)
		}
	}
	faults := together(200, func(i int) error {
		if i < 100 {
			return servers[i%2].ActOnSeat(ctx, secrets[i], mediation.GiveUp)
		}
		_, err := servers[i%2].Register(ctx, asks(w, i))
		return err
	})
	if err := errors.Join(faults...); err != nil {
		t.Fatal(err)
	}
	got := s.states()
	if got["left"] != 100 || got["seated"]+got["offered"]+got["waiting"] != 100 || got["seated"]+got["offered"] != 12 {
		t.Errorf("%v", got)
	}
	s.checkCounters()
	if calls := pgtest.Column[int](t, s.url, `SELECT count(*) FROM calls c WHERE why = 'offer' AND done_at IS NULL`)[0]; calls != got["offered"] {
		t.Errorf("%d calls for %d offers", calls, got["offered"])
	}
}

// RDV #3301 and pretix: one phone has two seats at most, however it is written, and
// however many requests come at once.
func TestOnePhoneHasTwoSeats(t *testing.T) {
	s := newSchool(t)
	w := s.open(mouse, 2)[0]
	servers := []*desk.Desk{s.Desk, s.secondServer()}
	forms := []string{"06 12 34 56 78", "+33612345678", "06.12.34.56.78", "0033 6 12 34 56 78"}
	taken := 0
	for _, err := range together(20, func(i int) error {
		r := asks(w, i)
		r.Phone = forms[i%len(forms)]
		_, err := servers[i%2].Register(context.Background(), r)
		return err
	}) {
		if err == nil {
			taken++
		} else if mediation.KindOf(err) != mediation.Conflict {
			t.Error(err)
		}
	}
	if taken != 2 {
		t.Errorf("%d seats", taken)
	}
	s.checkCounters()
}

// The form that is sent again, or several times at once, is one registration; what the
// web answers is the same for a number that is full: it tells a stranger nothing.
func TestOnePersonHasOneSeat(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	w := s.open(mouse, 2)[0]
	servers := []*desk.Desk{s.Desk, s.secondServer()}
	names := []string{"Zoé", "zoe", " ZOÉ ", "Zoe"}
	taken, sentences := 0, map[string]bool{}
	note := func(err error) {
		if fault, ok := errors.AsType[*mediation.Error](err); ok {
			sentences[fault.Sentence] = true
		} else if err != nil {
			t.Error(err)
		} else {
			taken++
		}
	}
	for _, err := range together(4, func(i int) error {
		_, err := servers[i%2].Register(ctx, mediation.SeatRequest{Workshop: w.ID, FirstName: names[i], Phone: phone(1)})
		return err
	}) {
		note(err)
	}
	if taken != 1 {
		t.Errorf("%d seats", taken)
	}
	for _, name := range []string{"Ana", "Jean"} { // a second person, and a third
		_, err := s.Register(ctx, mediation.SeatRequest{Workshop: w.ID, FirstName: name, Phone: phone(1)})
		note(err)
	}
	if taken != 2 || len(sentences) != 1 {
		t.Errorf("%d seats, %v", taken, sentences)
	}
	_, _, err := s.RegisterByPhone(ctx, console, mediation.SeatRequest{Workshop: w.ID, FirstName: "zoé", Phone: phone(1)})
	if fault, ok := errors.AsType[*mediation.Error](err); !ok || fault.Parameter != "prenom" { // the team reads who
		t.Error(err)
	}
	s.checkCounters()
}

// model is a waiting list as people would keep it on paper.
type model struct {
	seats, kept int
	people      []*modelled
}

type modelled struct {
	online  bool
	state   mediation.SeatState
	expires time.Time // zero: it waits for a call
	email   bool
}

func (m *model) taken() (all, online int) {
	for _, p := range m.people {
		if p.state.TakesSeat() {
			all++
			if p.online {
				online++
			}
		}
	}
	return all, online
}

func (m *model) free(online bool) bool {
	all, ofWeb := m.taken()
	return all < m.seats && (!online || ofWeb < m.seats-m.kept)
}

func (m *model) advance(now time.Time) {
	for _, p := range m.people {
		if p.state == mediation.Offered && !p.expires.IsZero() && !p.expires.After(now) {
			p.state = mediation.Lapsed
		}
	}
	for _, p := range m.people {
		if p.state == mediation.Waiting && m.free(p.online) {
			p.state, p.expires = mediation.Offered, time.Time{}
			if p.email {
				p.expires = now.Add(24 * time.Hour)
			}
		}
	}
}

func (m *model) register(now time.Time, online, email bool) {
	m.advance(now)
	p := &modelled{online: online, state: mediation.Waiting, email: email}
	if m.free(online) {
		p.state = mediation.Seated
	}
	m.people = append(m.people, p)
}

// The waiting list does what the model does, whatever people do in whatever order.
func TestTheWaitingListIsThatOfTheModel(t *testing.T) {
	const steps = 250
	s, ctx := newSchool(t), context.Background()
	s.CallShare = 34
	series := mouse
	series.Seats = 3
	w := s.open(series, 40)[0]
	m := &model{seats: 3, kept: 1}
	random := rand.New(rand.NewPCG(7, 11))
	var secrets []string
	for step := range steps {
		switch what := random.IntN(10); {
		case what < 3 || len(secrets) == 0:
			r, online := asks(w, len(secrets)), random.IntN(3) > 0
			email := random.IntN(2) == 0
			if email {
				r.Email = fmt.Sprintf("p%d@exemple.fr", len(secrets))
			}
			var secret string
			var err error
			if online {
				secret, err = s.Register(ctx, r)
			} else {
				secret, _, err = s.RegisterByPhone(ctx, console, r)
			}
			if err != nil {
				t.Fatal(err)
			}
			secrets = append(secrets, secret)
			m.register(s.now, online, email)
		case what < 5:
			s.callOne(m, random)
		case what < 8:
			i := random.IntN(len(secrets))
			act := []mediation.SeatAct{mediation.GiveUp, mediation.TakeOffer}[random.IntN(2)]
			err := s.ActOnSeat(ctx, secrets[i], act)
			if want := m.act(s.now, i, act); (err == nil) != want {
				t.Fatalf("step %d: %s of %d: %v", step, act, i, err)
			}
		default:
			s.now = s.now.Add(time.Duration(random.IntN(20)) * time.Hour)
			if err := s.AdvanceSeats(ctx); err != nil {
				t.Fatal(err)
			}
			if m.lapses(s.now) {
				m.advance(s.now)
			}
		}
		states := pgtest.Column[string](t, s.url, `SELECT state FROM registrations ORDER BY id`)
		for i, p := range m.people {
			if states[i] != string(p.state) {
				t.Fatalf("step %d: %d is %s, want %s", step, i, states[i], p.state)
			}
		}
	}
	s.checkCounters()
	if got := s.states(); len(got) != 5 {
		t.Errorf("the steps did not reach every state: %v", got)
	}
}

// callOne has the team make one of the calls that offer a seat, if there is any.
func (s *school) callOne(m *model, random *rand.Rand) {
	s.Helper()
	list, err := s.Calls(context.Background(), console)
	if err != nil {
		s.Fatal(err)
	}
	if len(list) == 0 {
		return
	}
	c := list[random.IntN(len(list))]
	acts := []desk.CallAct{desk.CallMade, desk.CallYes, desk.CallNo, desk.CallNobody}
	act := acts[random.IntN(len(acts))]
	if err := s.EndCall(context.Background(), console, c.ID, act); err != nil {
		s.Fatal(err)
	}
	first := pgtest.Column[int](s, s.url, `SELECT min(id) FROM registrations`)[0]
	number, _ := strconv.Atoi(c.Origin.ID)
	p := m.people[number-first]
	m.advance(s.now)
	if p.state != mediation.Offered {
		return
	}
	switch act {
	case desk.CallYes:
		p.state = mediation.Seated
	case desk.CallNo:
		p.state = mediation.Left
	case desk.CallNobody:
		p.state = mediation.Lapsed
	default:
		p.expires = s.now.Add(24 * time.Hour)
	}
	m.advance(s.now)
}

func (m *model) lapses(now time.Time) bool {
	for _, p := range m.people {
		if p.state == mediation.Offered && !p.expires.IsZero() && !p.expires.After(now) {
			return true
		}
	}
	return false
}

// act is true when the act is allowed; what fails leaves everything as it was.
func (m *model) act(now time.Time, i int, act mediation.SeatAct) bool {
	before := make([]modelled, len(m.people))
	for j, p := range m.people {
		before[j] = *p
	}
	m.advance(now)
	p := m.people[i]
	ok := act == mediation.TakeOffer && p.state.TakesSeat() || act == mediation.GiveUp && p.state.Lives()
	if !ok {
		for j, p := range m.people {
			*p = before[j]
		}
		return false
	}
	if act == mediation.TakeOffer {
		p.state = mediation.Seated
	} else {
		p.state = mediation.Left
		m.advance(now)
	}
	return true
}
