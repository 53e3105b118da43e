package mediation

// SheetUpload is the spreadsheet of a tour that somebody brings back.
type SheetUpload struct {
	// Tour is the id of the only tour that it may change, Name that of the file.
	Tour, Name string
	Content    []byte
	// Write takes it; without, nothing is written. State is that of the tour when
	// its differences were shown, "" for whatever.
	Write bool
	State string
	By    Author
}

// SheetAnswer says what a spreadsheet changes, in words.
type SheetAnswer struct {
	// Faults are lines to mend: with any, nothing can be written.
	Faults, Remarks []string
	// Since is what others changed after the file was taken away, Kept what of that
	// the file would have otherwise: all of it stays.
	Since, Kept []string
	Changes     []string
	// State is that of the tour before.
	State string
}
