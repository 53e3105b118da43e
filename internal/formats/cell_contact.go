package formats

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

var (
	phoneNoise  = strings.NewReplacer("(0)", "", " ", "", ".", "", "-", "", "/", "", "(", "", ")", "", "_", "", "–", "", "\u2011", "")
	nineDigits  = regexp.MustCompile(`^[1-9]\d{8}$`)
	national    = regexp.MustCompile(`^0[1-9]\d{8}$`)
	abroad      = regexp.MustCompile(`^\+[1-9]\d{7,14}$`)
	french      = regexp.MustCompile(`^\+33[1-9]\d{8}$`)
	shortNumber = regexp.MustCompile(`^(3\d{3}|10\d{2}|1\d{1,2}|116\d{3}|118\d{3})$`)
	phoneBreak  = regexp.MustCompile(`(?i)[|;,/\n]|\s+(?:ou|et|puis)\s+|\s+-\s+`)
)

// overseas maps the first four digits of a number dialled in an overseas
// département to its own country code.
var overseas = map[string]string{
	"0262": "+262", "0263": "+262", "0269": "+262", "0639": "+262", "0692": "+262", "0693": "+262",
	"0590": "+590", "0690": "+590", "0691": "+590", "0594": "+594", "0694": "+594",
	"0596": "+596", "0696": "+596", "0697": "+596", "0508": "+508",
}

// contact reads how to reach an offer; "" for a column that a format does not have.
func (r *row) contact(phone, email, website string) (c mediation.Contact) {
	c.Phone, c.Mobile = r.phones(phone)
	if email != "" {
		c.Email = r.email(email)
	}
	if website != "" {
		c.Website = r.website(website)
	}
	return c
}

// phones reads the first phone number of a cell and, beside it, the first mobile, in
// international form; short numbers such as 3949 stay as they are. What else the cell
// holds is reported.
func (r *row) phones(column string) (phone, mobile string) {
	cell := r.words(column)
	if cell == "" {
		return "", ""
	}
	if number, lost := readPhone(cell); number != "" {
		if lost {
			r.problem(column, "Le numéro de téléphone a perdu son zéro initial : lu %s.", number)
		}
		return number, ""
	}
	numbers := phonesIn(plainText(r.text(column)))
	if len(numbers) == 0 {
		r.problem(column, "Ce numéro de téléphone ne peut pas être lu.")
		return "", ""
	}
	phone, others := numbers[0], numbers[1:]
	if i := slices.IndexFunc(others, mobileNumber.MatchString); i >= 0 {
		mobile = others[i]
		others = slices.Delete(slices.Clone(others), i, i+1)
	}
	switch {
	case len(numbers) == 1:
		r.problem(column, "La cellule contient autre chose qu'un numéro de téléphone : seul le premier est gardé, %s.", phone)
	case len(others) > 0:
		r.problem(column, "La cellule contient plusieurs numéros de téléphone : %s est gardé ; pas %s.", strings.TrimSuffix(phone+" et "+mobile, " et "), strings.Join(others, ", "))
	}
	return phone, mobile
}

// mobileNumber is a number of a mobile, in France and overseas.
var mobileNumber = regexp.MustCompile(`^\+(?:33[67]|(?:262|590|594|596)6)`)

// readPhone reads a text that is one number; lost is true when its first zero
// was missing.
func readPhone(text string) (number string, lost bool) {
	text = decimalZero.ReplaceAllString(strings.Join(strings.Fields(text), ""), "$1")
	text = phoneNoise.Replace(strings.TrimPrefix(text, "tel:"))
	if rest, ok := strings.CutPrefix(text, "00"); ok {
		text = "+" + rest
	}
	if rest, ok := strings.CutPrefix(text, "+330"); ok {
		text = "+33" + rest
	}
	switch {
	case national.MatchString(text):
		return international(text), false
	case french.MatchString(text), shortNumber.MatchString(text):
		return text, false
	case strings.HasPrefix(text, "+33"):
		return "", false
	case abroad.MatchString(text):
		return text, false
	case nineDigits.MatchString(text):
		return international("0" + text), true
	case french.MatchString("+" + text):
		return "+" + text, false
	}
	return "", false
}

// ReadPhone reads the number of a person as it was typed, in international form;
// ok is false for what nobody can be called back on.
func ReadPhone(text string) (number string, ok bool) {
	number, _ = readPhone(text)
	return number, strings.HasPrefix(number, "+")
}

func international(number string) string {
	if code, ok := overseas[number[:4]]; ok {
		return code + number[1:]
	}
	return "+33" + number[1:]
}

// phoneIn finds the numbers amid other words: whole ones, and short ones that stand
// apart, "3646 (service gratuit + prix appel)".
var phoneIn = regexp.MustCompile(`(?:(?:\+|00)\d{2,3}[\s.]?(?:\(0\))?[\s.]?|0)[1-9](?:[\s.\-/_]{0,3}\d{2}){4}|0[89]\d{2}[\s.]\d{3}[\s.]\d{3}|(?:^|[:;(\p{L}])\s*(?:3\d{3}|3\d\s\d{2}|116\s?\d{3}|118\s?\d{3})(?:\s*[^\d\s]|\s*$)|(?:^|[\s:;(])[1-9](?:[\s.]\d{2}){4}(?:\D|$)`)

// phonesIn lists the numbers of a text, in its order.
func phonesIn(text string) (numbers []string) {
	if len(text) > longText {
		return nil
	}
	for _, found := range phoneIn.FindAllString(text, -1) {
		if number, _ := readPhone(strings.TrimFunc(found, notPhone)); number != "" {
			numbers = include(numbers, number)
		}
	}
	if len(numbers) > 0 {
		return numbers
	}
	for _, part := range phoneBreak.Split(text, -1) {
		if number, _ := readPhone(part); number != "" {
			numbers = include(numbers, number)
		}
	}
	return numbers
}

// notPhone is true for what may stand around a number.
func notPhone(c rune) bool { return c != '+' && (c < '0' || c > '9') }

// email reads the first address of a cell that can be written to.
func (r *row) email(column string) string {
	var bad []string
	parts := strings.FieldsFunc(r.words(column), func(c rune) bool { return strings.ContainsRune("|;, ", c) })
	for _, part := range parts {
		part = strings.TrimPrefix(part, "mailto:")
		if isEmail(part) {
			return part
		}
		bad = append(bad, part)
	}
	if len(bad) > 0 {
		r.problem(column, "Cette adresse électronique ne peut pas être lue.")
	}
	return ""
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".") && !strings.ContainsAny(text, "\"<>")
}

// urlBreak writes every separator between two addresses as "|".
var urlBreak = strings.NewReplacer(
	";http", "|http", ",http", "|http", " http", "|http", ";www.", "|www.", ",www.", "|www.", " www.", "|www.", " ou ", "|", " et ", "|", "\n", "|", " ; ", "|", " / ", "|")

// website reads the first web address of a cell, mended where that is certain.
func (r *row) website(column string) string {
	cell := plainText(r.text(column))
	if link := href.FindStringSubmatch(r.text(column)); link != nil {
		cell = link[1]
	}
	cell = urlLabel.ReplaceAllString(cell, "")
	for part := range strings.SplitSeq(urlBreak.Replace(cell), "|") {
		part = strings.Trim(strings.Join(strings.Fields(part), " "), " ;,")
		if isNothing(part) {
			continue
		}
		address := readURL(mendURL(part))
		if address == "" {
			r.note(r.name(column), part, "« "+shorten(part)+" » est laissé de côté : on attend une adresse web, en http:// ou https://.")
			continue
		}
		if address != part && !strings.HasPrefix(strings.ToLower(part), "www.") {
			r.note(r.name(column), part, "Adresse web lue ainsi : "+address+".")
		}
		return address
	}
	return ""
}

var (
	href       = regexp.MustCompile(`(?i)<a\s[^>]*href=["']([^"']+)["']`)
	urlLabel   = regexp.MustCompile(`(?i)^(?:site(?:\s+(?:web|internet))?|web|url|lien)\s*:\s*`)
	twoSchemes = regexp.MustCompile(`(?i)^(?:https?:?/*\s*)+(https?)\s*:?\s*/+`)
	badScheme  = regexp.MustCompile(`(?i)^(https?)(?:\s*:\s*/*|\s*;\s*/+|\s*/{2,})\s*`)
	bareDomain = regexp.MustCompile(`(?i)^(?:[a-z0-9à-ÿ](?:[a-z0-9à-ÿ-]*[a-z0-9à-ÿ])?\.)+(?:fr|com|org|net|eu|info|gouv|bzh|asso|io|re|gp|mq|gf|nc|pf|yt|pm|wf|alsace|corsica|paris|coop|site|online|pro|tv|be|ch|social|media|cloud|app|dev)(?::\d+)?(?:[/?#]\S*)?$`)
)

// mendURL puts right what can only mean one address: a doubled or broken scheme, none
// at all.
func mendURL(text string) string {
	if m := twoSchemes.FindString(text); m != "" {
		scheme := strings.ToLower(twoSchemes.FindStringSubmatch(text)[1])
		text = scheme + "://" + text[len(m):]
	}
	if m := badScheme.FindStringSubmatch(text); m != nil {
		text = strings.ToLower(m[1]) + "://" + strings.TrimPrefix(text, m[0])
	}
	if rest, ok := strings.CutPrefix(text, "//"); ok {
		text = rest
	}
	if bareDomain.MatchString(text) {
		text = "https://" + text
	}
	return text
}

var hostForm = regexp.MustCompile(`^(?i:[\p{L}\d](?:[\p{L}\d_-]*[\p{L}\d])?\.)+\p{L}[\p{L}\d-]*\p{L}\.?$`)

// readURL returns an http or https address, "" for anything else.
func readURL(text string) string {
	if bare := strings.ToLower(text); strings.HasPrefix(bare, "www.") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.ContainsAny(text, " \"<>\\") {
		return ""
	}
	if !hostForm.MatchString(u.Hostname()) {
		return ""
	}
	return text
}
