package mediation

import "strings"

// PhoneText writes a phone number the way people read it aloud in France:
// "+33233051234" becomes "02 33 05 12 34". Other numbers stay as they are.
func PhoneText(phone string) string {
	national, french := strings.CutPrefix(phone, "+33")
	if !french || len(national) != 9 {
		return phone
	}
	digits := "0" + national
	pairs := make([]string, 0, 5)
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, " ")
}
