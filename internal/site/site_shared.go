package site

import "escale/internal/pages"

// What pages share has short names here.
type (
	frame     = pages.Frame
	anchor    = pages.Anchor
	choice    = pages.Choice
	visitLine = pages.VisitLine
)
