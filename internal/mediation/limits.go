package mediation

import (
	"cmp"
	"fmt"
	"unicode/utf8"
)

// mostLetters is how long a field of an offer may be that people type, in letters:
// what the public reads on a phone. Fields that are not named may have anyLetters.
var mostLetters = map[string]int{
	"name": 150, "operator": 150, "description": 3000,
	"address": 200, "complement": 300, "postcode": 10, "city": 100,
	"phone": 40, "email": 254, "website": 500, "booking": 500, "accessibility": 500,
	ClosuresField: 5000, // checked one by one
}

const anyLetters = 1000

// CheckLength refuses a field of an offer that is too long to be read.
func (f Field) CheckLength(o Offer) error {
	most := cmp.Or(mostLetters[f.Name], anyLetters)
	if n := utf8.RuneCountInString(f.Say(o)); n > most {
		return InvalidParameter(f.Name, fmt.Sprintf("%d signes au plus, il y en a %d.", most, n))
	}
	return nil
}
