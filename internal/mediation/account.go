package mediation

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// Account is someone who signs in: a person in a service, known by the address
// of that service or their own.
type Account struct {
	ID int64
	// Email is folded by [ReadAddress], Name is that of the service, "" when
	// nobody gave one.
	Email, Name string
	CreatedAt   time.Time
	// Closed is when the account was closed, zero while it is open; Entered when
	// somebody last signed in with it, zero for never.
	Closed, Entered time.Time
	Grants          []Grant
}

// Role is what an account may do; of what, its grant says.
type Role string

// The roles.
const (
	// Editor keeps given offers right, Operator given tours.
	Editor   Role = "editor"
	Operator Role = "operator"
	// Moderator answers for a département, and makes editors; Admin may do all,
	// everywhere.
	Moderator Role = "moderator"
	Admin     Role = "admin"
)

// Roles lists them, the narrowest first.
var Roles = []Role{Editor, Operator, Moderator, Admin}

// Label names a role in French.
func (r Role) Label() string {
	return map[Role]string{Editor: "Tient à jour des lieux", Operator: "Tient à jour une tournée", Moderator: "Modère le département", Admin: "Administre la carte"}[r]
}

// Does says what a role may do, after "vous pourrez".
func (r Role) Does() string {
	return map[Role]string{Editor: "tenir à jour des lieux", Operator: "tenir à jour une tournée", Moderator: "modérer le département", Admin: "administrer la carte"}[r]
}

// Scope is what a grant is for. The zero value is everything, for admins.
type Scope struct {
	Kind ScopeKind
	// ID is the key of an offer, the name of an organisation, the INSEE code of a
	// commune, the id of a tour, or the code of a département.
	ID string
}

// ScopeKind says what a scope names.
type ScopeKind string

// The kinds of scopes.
const (
	ScopeOffer        ScopeKind = "offer"
	ScopeOrganisation ScopeKind = "organisation"
	ScopeCommune      ScopeKind = "commune"
	ScopeTour         ScopeKind = "tour"
	ScopeDepartement  ScopeKind = "departement"
	ScopeAll          ScopeKind = "all"
)

// ScopesOf lists what each role may be granted for.
var ScopesOf = map[Role][]ScopeKind{
	Editor: {ScopeOffer, ScopeOrganisation, ScopeCommune}, Operator: {ScopeTour}, Moderator: {ScopeDepartement}, Admin: {ScopeAll},
}

// Grant binds an account, a role and what it is for.
type Grant struct {
	ID, Account int64
	Role        Role
	Scope       Scope
	// ScopeName is what people call the scope, "" for what needs no name.
	ScopeName string
	// GrantedBy is the account that gave it, 0 for a command.
	GrantedBy int64
	At        time.Time
}

// Session is a place where an account is signed in. ID is a hash of what the
// browser keeps: it opens nothing.
type Session struct {
	ID              string
	Begun, LastUsed time.Time
}

// maxAddress is the longest address that mail takes (RFC 5321).
const maxAddress = 254

// ReadAddress folds an e-mail address as it was typed; ok is false when it is none.
// Letters of both cases are one address, here as in every mailbox that we know.
func ReadAddress(text string) (address string, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > maxAddress || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00") {
		return "", false
	}
	_, host, _ := strings.Cut(text, "@")
	return text, strings.Contains(host, ".")
}
