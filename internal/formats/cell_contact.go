package formats

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
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

// phone reads the first phone number of a cell, in international form; short
// numbers such as 3949 stay as they are.
func (r *row) phone(column string) string {
	cell := r.words(column)
	if cell == "" {
		return ""
	}
	if number, lost := readPhone(cell); number != "" {
		if lost {
			r.problem(column, "Le numéro de téléphone a perdu son zéro initial : lu %s.", number)
		}
		return number
	}
	if number := firstPhone(r.text(column)); number != "" {
		r.problem(column, "La cellule contient autre chose qu'un numéro de téléphone : seul le premier est gardé, %s.", number)
		return number
	}
	r.problem(column, "Ce numéro de téléphone ne peut pas être lu.")
	return ""
}

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

func international(number string) string {
	if code, ok := overseas[number[:4]]; ok {
		return code + number[1:]
	}
	return "+33" + number[1:]
}

// phoneIn finds a number amid other words.
var phoneIn = regexp.MustCompile(`(?:(?:\+|00)33\s?(?:\(0\))?\s?|0)[1-9](?:[\s.\-]?\d{2}){4}`)

func firstPhone(cell string) string {
	for _, part := range phoneBreak.Split(cell, -1) {
		if number, _ := readPhone(part); number != "" {
			return number
		}
	}
	number, _ := readPhone(phoneIn.FindString(cell))
	return number
}

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
	";http", "|http", ",http", "|http", " http", "|http", ";www.", "|www.", ",www.", "|www.", " www.", "|www.")

// website reads the first web address of a cell.
func (r *row) website(column string) string {
	for part := range strings.SplitSeq(urlBreak.Replace(r.words(column)), "|") {
		part = strings.Trim(part, " ;,")
		if part == "" {
			continue
		}
		if address := readURL(part); address != "" {
			return address
		}
		r.note(r.name(column), part, "Cette adresse web est laissée de côté : on attend http:// ou https://.")
	}
	return ""
}

// readURL returns an http or https address, "" for anything else.
func readURL(text string) string {
	if bare := strings.ToLower(text); strings.HasPrefix(bare, "www.") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.ContainsAny(text, " \"<>\\") {
		return ""
	}
	if host := u.Hostname(); !strings.Contains(strings.Trim(host, "."), ".") {
		return ""
	}
	return text
}
