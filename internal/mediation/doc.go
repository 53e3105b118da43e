// Package mediation is the domain of Escale: places, offers, needs, tours and
// territories of digital help, and the rules that hold between them.
//
// It has no database, file or HTTP. Points are WGS84, longitude first
// ([orb.Point]); distances are metres.
package mediation
