package desk

import (
	"fmt"
	"strings"
	"testing"

	"escale/internal/mediation"
)

// written is who may do what as people agreed on it: one line for each act, one
// column for each role. "own" is what the grant names, "own+" its requests and those
// that belong to no tour, "here" the département,
// "all" everything, "-" nothing.
const written = `
act       editor  operator  moderator  admin
correct   own     -         here       all
confirm   own     -         here       all
suspend   own     -         here       all
visit     -       own       -          all
import    -       own       -          all
undo      own     own       here       all
read      own     own       here       all
invite    -       -         here*      all
withdraw  -       -         here*      all
close     -       -         -          all
mails     -       -         -          all
suggest   -       all       -          all
answer    -       -         here       all
van       -       own+      here       all
teach     own     own       here       all
seats     own     own       here       all
addresses -       -         -          all
`

// The offer, and the tour, of the grants below; then those that are not theirs.
var (
	ownOffer  = Subject{Object: mediation.Object{Kind: mediation.ObjectOffer, ID: "s/1"}, Commune: "50199", Organisation: "Ville de Genêts", Departement: "50"}
	near      = Subject{Object: mediation.Object{Kind: mediation.ObjectOffer, ID: "s/2"}, Commune: "50147", Organisation: "Ville de Coutances", Departement: "50"}
	far       = Subject{Object: mediation.Object{Kind: mediation.ObjectOffer, ID: "s/3"}, Commune: "14118", Organisation: "Ville de Caen", Departement: "14"}
	ownTour   = Subject{Object: mediation.Object{Kind: mediation.ObjectTour, ID: "bus"}, Departement: "50"}
	otherTour = Subject{Object: mediation.Object{Kind: mediation.ObjectTour, ID: "other"}, Departement: "50"}
	// Requests for the van: of the operator's tour, of none, of another.
	ownVan  = Subject{Object: mediation.Object{Kind: mediation.ObjectVan, ID: "1"}, Tour: "bus", Departement: "50"}
	freeVan = Subject{Object: mediation.Object{Kind: mediation.ObjectVan, ID: "2"}, Departement: "50"}
	vanOf   = Subject{Object: mediation.Object{Kind: mediation.ObjectVan, ID: "3"}, Tour: "other", Departement: "50"}
	farVan  = Subject{Object: mediation.Object{Kind: mediation.ObjectVan, ID: "4"}, Tour: "far", Departement: "14"}
	farTour = Subject{Object: mediation.Object{Kind: mediation.ObjectTour, ID: "far"}, Departement: "14"}
)

// grants are all that each role may be given, for the subjects above.
var grants = map[mediation.Role][]mediation.Scope{
	mediation.Editor: {
		{Kind: mediation.ScopeOffer, ID: "s/1"}, {Kind: mediation.ScopeCommune, ID: "50199"}, {Kind: mediation.ScopeOrganisation, ID: "Ville de Genêts"},
	},
	mediation.Operator:  {{Kind: mediation.ScopeTour, ID: "bus"}},
	mediation.Moderator: {{Kind: mediation.ScopeDepartement, ID: "50"}},
	mediation.Admin:     {{Kind: mediation.ScopeAll}},
}

// expected reads a cell of the written table for a subject.
func expected(cell string, role mediation.Role, on Subject) bool {
	own := on.ID == "s/1" && role == mediation.Editor || on.ID == "bus" && role == mediation.Operator
	switch cell {
	case "own":
		return own
	case "own+":
		return role == mediation.Operator && on.Kind == mediation.ObjectVan && (on.Tour == "bus" || on.Tour == "")
	case "here":
		return on.Departement == "50"
	case "here*": // a moderator makes editors only
		return on.Departement == "50" && on.Role == mediation.Editor
	}
	return cell == "all"
}

func TestEveryRoleMayDoWhatIsWritten(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(written), "\n")
	roles := strings.Fields(lines[0])[1:]
	cells, acts := 0, map[mediation.Act]bool{}
	for _, line := range lines[1:] {
		columns := strings.Fields(line)
		act := mediation.Act(columns[0])
		acts[act] = true
		for i, name := range roles {
			role := mediation.Role(name)
			for _, scope := range grants[role] {
				for _, on := range []Subject{ownOffer, near, far, ownTour, otherTour, farTour, ownVan, freeVan, vanOf, farVan} {
					for _, given := range append([]mediation.Role{""}, mediation.Roles...) {
						on.Role = given
						cells++
						account := mediation.Account{Grants: []mediation.Grant{{Role: role, Scope: scope}}}
						if got, want := may(account, act, on), expected(columns[i+1], role, on); got != want {
							t.Errorf("%s %s of %s on %s (giving %q): %v, want %v", role, act, scope, on.ID, given, got, want)
						}
						account.Closed = account.Closed.AddDate(1, 0, 0)
						if may(account, act, on) {
							t.Errorf("a closed %s may %s", role, act)
						}
					}
				}
			}
		}
	}
	for act := range table {
		if !acts[act] {
			t.Errorf("%s is in the table and not written here", act)
		}
	}
	t.Logf("%d cells", cells)
}

// A scope whose name was lost gives nothing, and nobody without a grant may do
// anything.
func TestAnEmptyScopeGivesNothing(t *testing.T) {
	empty := Subject{Object: mediation.Object{Kind: mediation.ObjectOffer}}
	for role, scopes := range grants {
		for _, scope := range scopes {
			scope.ID = ""
			for act := range table {
				if role != mediation.Admin && may(mediation.Account{Grants: []mediation.Grant{{Role: role, Scope: scope}}}, act, empty) {
					t.Errorf("%s %s: %s", role, scope.Kind, act)
				}
			}
		}
	}
	for act := range table {
		if may(mediation.Account{}, act, ownOffer) {
			t.Errorf("without a grant: %s", act)
		}
	}
}

func TestAModeratorCannotRaiseAnybody(t *testing.T) {
	moderator := mediation.Account{Grants: []mediation.Grant{{Role: mediation.Moderator, Scope: mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"}}}}
	for _, role := range []mediation.Role{mediation.Operator, mediation.Moderator, mediation.Admin, "", "root"} {
		for _, act := range []mediation.Act{mediation.ActInvite, mediation.ActWithdraw} {
			if may(moderator, act, Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Departement: "50", Role: role}) {
				t.Errorf("%s of %s", act, fmt.Sprintf("%q", role))
			}
		}
	}
}
