package orientation

import (
	"slices"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// Verdict is what an offer answers to a constraint. A source that says
// nothing answers [Unknown]: one has to ask.
type Verdict string

// The verdicts.
const (
	Yes     Verdict = "yes"
	Unknown Verdict = "unknown"
	No      Verdict = "no"
)

// What a verdict or a reason may be about, beside the slugs of care and
// support.
const (
	AboutFee    = "gratuit"
	AboutPass   = "pass"
	AboutReach  = "reach"
	AboutPublic = "public"
	AboutTime   = "free"
)

// Answered is the verdict on one constraint of the request.
type Answered struct {
	About   string
	Verdict Verdict
}

// verdicts answers each constraint of a request that is not about place or
// time, in a fixed order.
func verdicts(o *mediation.Offer, r *Request) []Answered {
	var list []Answered
	if r.FreeOfCharge {
		list = append(list, Answered{AboutFee, feeVerdict(o, r.Pass)})
	}
	if r.Pass {
		list = append(list, Answered{AboutPass, yesOr(o.AcceptsPass(), Unknown)})
	}
	for _, slug := range r.Care {
		// A list without it is no refusal.
		list = append(list, Answered{slug, yesOr(slices.Contains(o.Care, slug), Unknown)})
	}
	if r.Support != "" {
		list = append(list, Answered{r.Support, listed(o.Support, r.Support)})
	}
	return list
}

func feeVerdict(o *mediation.Offer, pass bool) Verdict {
	has := func(slug string) bool { return slices.Contains(o.Fee, slug) }
	switch {
	case has("gratuit"), pass && o.AcceptsPass() && has("payant"):
		return Yes
	case len(o.Fee) == 0, has("gratuit-sous-condition"):
		return Unknown
	}
	return No
}

// listed is unknown when there is no list at all.
func listed(list []string, slug string) Verdict {
	if len(list) == 0 {
		return Unknown
	}
	return yesOr(slices.Contains(list, slug), No)
}

func yesOr(yes bool, otherwise Verdict) Verdict {
	if yes {
		return Yes
	}
	return otherwise
}

// Reason is why a row does not fit.
type Reason struct{ About, Text string }

// reasons tells why an offer does not fit, nothing when it does.
func reasons(o *mediation.Offer, answered []Answered, f fit, r *Request) []Reason {
	if f.timetable == catalog.ReceivesNobody {
		return []Reason{{AboutPublic, nobodyText}}
	}
	var list []Reason
	for _, a := range answered {
		if a.Verdict == No {
			list = append(list, Reason{a.About, refusals[a.About]})
		}
	}
	if f.never {
		list = append(list, Reason{AboutTime, closedText(r.Free, o.Mobile())})
	}
	return list
}

// together sums up what several offers answer: yes only when all do.
func together(lists [][]Answered) []Answered {
	sum := slices.Clone(lists[0])
	for _, list := range lists[1:] {
		for i, a := range list {
			sum[i].Verdict = worse(sum[i].Verdict, a.Verdict)
		}
	}
	return sum
}

func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{No, Unknown} {
		if a == v || b == v {
			return v
		}
	}
	return Yes
}
