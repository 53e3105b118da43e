// Package mediation is the domain of Escale: the places, offers, needs and
// territories of digital help, and the rules that hold between them.
//
// It knows nothing of databases, files or HTTP. Points are WGS84, longitude
// first ([orb.Point]); distances are metres; words follow DESIGN.md.
package mediation
