package mediation

// Coming is a visit with the stop, the tour and the offer that it is part of.
type Coming struct {
	Visit Visit
	Stop  Stop
	Tour  Tour
	Offer Offer
	// EPCI is the SIREN number of the intercommunalité where it takes place, "" for
	// none.
	EPCI string
	// State says what befalls its day, as a form shows it and gives it back.
	State string
}

// Commune is the INSEE code of where it takes place.
func (c Coming) Commune() string {
	if v := c.Visit.Venue; v != nil {
		return v.Address.INSEE
	}
	return c.Offer.Address.INSEE
}

// DayChange is what somebody says of one day of a stop.
type DayChange struct {
	Stop string
	// Exception is what befalls the day; without a kind, the rule holds again.
	Exception Exception
	// Before is the state that the form was shown with, nil for whatever.
	Before *string
	By     Author
}

// DayField names a day of a stop in the history.
func DayField(stop string, day Day) string { return stop + " " + string(day) }
