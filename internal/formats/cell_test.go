package formats

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// cellRow is a row of one column.
func cellRow(column, value string) *row {
	r := newLayout("test", nil, column).row(7, []string{column}, []string{value})
	return &r
}

// checkProblem checks that a cell gave a problem if and only if it should.
func checkProblem(t *testing.T, r *row, problem string) {
	t.Helper()
	if problem == "" && len(r.problems) > 0 || problem != "" && len(r.problems) == 0 {
		t.Fatalf("problems %+v, want %q", r.problems, problem)
	}
	if problem != "" && (!strings.Contains(r.problems[0].Message, problem) || r.problems[0].Line != 7) {
		t.Errorf("problem %+v, want %q", r.problems[0], problem)
	}
}

func TestPhone(t *testing.T) {
	for _, tt := range []struct{ cell, want, problem string }{
		{"", "", ""},
		{"0233773100", "+33233773100", ""},
		{"02 33 77 31 00", "+33233773100", ""},
		{"02.33.77.31.00", "+33233773100", ""},
		{"02/33/77/31/00", "+33233773100", ""},
		{"02-33-77-31-00", "+33233773100", ""},
		{"02\u00a033\u00a077\u00a031\u00a000", "+33233773100", ""},
		{"+33 (0)2 33 77 31 00", "+33233773100", ""},
		{"+330233773100", "+33233773100", ""},
		{"0033233773100", "+33233773100", ""},
		{"33233773100", "+33233773100", ""},
		{"+33233773100", "+33233773100", ""},
		{"tel:+33233773100", "+33233773100", ""},
		{"233773100", "+33233773100", "zéro initial"},
		{"233773100.0", "+33233773100", "zéro initial"},
		{"0692123456", "+262692123456", ""},
		{"05 90 12 34 56", "+590590123456", ""},
		{"+262692123456", "+262692123456", ""},
		{"3949", "3949", ""},
		{"36 46", "3646", ""},
		{"115", "115", ""},
		{"0233773100 / 0233773101", "+33233773100", "plusieurs numéros"},
		{"02 33 77 31 00 ou 06 11 22 33 44", "+33233773100", ""},
		{"0233773100 0233773101", "+33233773100", "plusieurs numéros"},
		{"02 33 77 31 00 - 06 11 22 33 44", "+33233773100", ""},
		{"Tél : 02 33 77 31 00 (matin)", "+33233773100", "seul le premier"},
		{"02 33 77 31", "", "ne peut pas être lu"},
		{"+332337731", "", "ne peut pas être lu"},
		{"voir le site", "", "ne peut pas être lu"},
		{"<script>", "", "ne peut pas être lu"},
	} {
		r := cellRow("telephone", tt.cell)
		if got, _ := r.phones("telephone"); got != tt.want {
			t.Errorf("phones(%q) = %q, want %q", tt.cell, got, tt.want)
		}
		checkProblem(t, r, tt.problem)
	}
}

// A mobile is kept beside the first number; more are reported.
func TestASecondNumberIsAMobile(t *testing.T) {
	for cell, want := range map[string][2]string{
		"02 33 77 31 00 ou 06 11 22 33 44":              {"+33233773100", "+33611223344"},
		"06 11 22 33 44":                                {"+33611223344", ""},
		"06 11 22 33 44 / 02 33 77 31 00":               {"+33611223344", ""},
		"0233773100 | 0233773101 | 07 11 22 33 44":      {"+33233773100", "+33711223344"},
		"Tél : 0262 20 11 00, portable : 0692 12 34 56": {"+262262201100", "+262692123456"},
	} {
		r := cellRow("telephone", cell)
		if phone, mobile := r.phones("telephone"); phone != want[0] || mobile != want[1] {
			t.Errorf("%q: %s and %s, want %v", cell, phone, mobile, want)
		}
	}
}

func TestEmail(t *testing.T) {
	for _, tt := range []struct{ cell, want, problem string }{
		{"", "", ""},
		{"epn@manche.fr", "epn@manche.fr", ""},
		{"mailto:epn@manche.fr", "epn@manche.fr", ""},
		{"epn@manche.fr|autre@manche.fr", "epn@manche.fr", ""},
		{"rien; epn@manche.fr", "epn@manche.fr", ""},
		{"epn@manche", "", "ne peut pas être lue"},
		{"epn[at]manche.fr", "", "ne peut pas être lue"},
		{"\"<script>\"@manche.fr", "", "ne peut pas être lue"},
	} {
		r := cellRow("courriels", tt.cell)
		if got := r.email("courriels"); got != tt.want {
			t.Errorf("email(%q) = %q, want %q", tt.cell, got, tt.want)
		}
		checkProblem(t, r, tt.problem)
	}
}

func TestWebsite(t *testing.T) {
	for _, tt := range []struct{ cell, want, problem string }{
		{"", "", ""},
		{"https://www.manche.fr/a?b=c;d", "https://www.manche.fr/a?b=c;d", ""},
		{"www.manche.fr", "https://www.manche.fr", ""},
		{"http://a.fr|https://b.fr", "http://a.fr", ""},
		{"https://a.fr/x;http://b.fr", "https://a.fr/x", ""},
		{"http://a.fr , http://b.fr", "http://a.fr", ""},
		{"javascript:alert(1)", "", "http:// ou https://"},
		{"JavaScript:alert(1)|https://b.fr", "https://b.fr", "http:// ou https://"},
		{"https://user:pass@a.fr", "", "http:// ou https://"},
		{"https://", "", "http:// ou https://"},
		{"https://a.fr/\" onclick=\"x", "", "http:// ou https://"},
		{"ftp://a.fr", "", "http:// ou https://"},
		{"manche.fr", "https://manche.fr", "https://manche.fr"},
		{"HTTP://www.epn.fr/a", "http://www.epn.fr/a", "lue ainsi"},
		{"http://https://epn.fr/a", "https://epn.fr/a", "lue ainsi"},
		{"https//epn.fr", "https://epn.fr", "lue ainsi"},
		{"http:/epn.fr", "http://epn.fr", "lue ainsi"},
		{"Site : www.epn.fr", "https://www.epn.fr", ""},
		{"<a href=\"https://epn.fr/x\">le site</a>", "https://epn.fr/x", ""},
		{"http://www,epn.fr", "", "http:// ou https://"},
		{"http://epn", "", "http:// ou https://"},
		{"http://-.fr", "", "http:// ou https://"},
		{"en cours", "", "http:// ou https://"},
	} {
		r := cellRow("site_web", tt.cell)
		if got := r.website("site_web"); got != tt.want {
			t.Errorf("website(%q) = %q, want %q", tt.cell, got, tt.want)
		}
		checkProblem(t, r, tt.problem)
	}
}

func TestCodes(t *testing.T) {
	postcode := func(r *row) string { return r.postcode("c") }
	insee := func(r *row) string { return r.insee("c") }
	for _, tt := range []struct {
		read                func(*row) string
		cell, want, problem string
	}{
		{postcode, "50100", "50100", ""}, {postcode, "50 100", "50100", ""}, {postcode, "13100.0", "13100", ""},
		{postcode, "1000", "01000", "zéro initial"}, {postcode, "50010 CEDEX", "50010", "autre chose"},
		{postcode, "F-50100", "50100", "autre chose"}, {postcode, "501", "", "ne peut pas être lu"},
		{postcode, "", "", ""}, {postcode, "Saint-Lô", "", "ne peut pas être lu"},
		{insee, "50129", "50129", ""}, {insee, "2a004", "2A004", ""}, {insee, "1033", "01033", "zéro initial"},
		{insee, "97411", "97411", ""}, {insee, "501290", "", "ne peut pas être lu"}, {insee, "", "", ""},
	} {
		r := cellRow("c", tt.cell)
		if got := tt.read(r); got != tt.want {
			t.Errorf("code %q = %q, want %q", tt.cell, got, tt.want)
		}
		checkProblem(t, r, tt.problem)
	}
}

func TestPivotAndID(t *testing.T) {
	for cell, problem := range map[string]string{
		"": "", "21130001700012": "", "211 300 017 00012": "", "W131004321": "", "00000000000000": "zéros",
		"4,3E+13": "écriture scientifique", "2.113E+13": "écriture scientifique", "2.113e13": "écriture scientifique",
		"SIRET": "ne peut pas être lu", "123": "ne peut pas être lu",
	} {
		r := cellRow("pivot", cell)
		want := ""
		if problem == "" {
			want = strings.ReplaceAll(cell, " ", "")
		}
		if got := r.pivot("pivot"); got != want {
			t.Errorf("pivot(%q) = %q, want %q", cell, got, want)
		}
		checkProblem(t, r, problem)
	}
	for cell, problem := range map[string]string{
		"structure-1": "", "62592a1d05457b0790816e6c": "", "6259E10": "", "0": "", "4,3E+13": "abîmé", "": "manque",
		strings.Repeat("x", 300): "trop long",
	} {
		r := cellRow("id", cell)
		r.sourceID("id")
		checkProblem(t, r, problem)
		if problem != "" && !r.problems[0].Fatal {
			t.Errorf("id %q: the problem should be fatal", cell)
		}
	}
}

func TestDate(t *testing.T) {
	for _, tt := range []struct{ cell, want, problem string }{
		{"2024-04-02", "2024-04-02", ""}, {"02/04/2024", "2024-04-02", ""}, {"2/4/2024", "2024-04-02", ""},
		{"2024-04-02T23:30:00+02:00", "2024-04-02", ""}, {"2024-04-02 23:30:00", "2024-04-02", ""},
		{"", "0001-01-01", ""}, {"31/02/2024", "0001-01-01", "ne peut pas être lue"},
		{"hier", "0001-01-01", "ne peut pas être lue"}, {"0024-04-02", "0001-01-01", "ne peut pas être lue"},
	} {
		r := cellRow("date_maj", tt.cell)
		if got := r.date("date_maj").Format("2006-01-02"); got != tt.want {
			t.Errorf("date(%q) = %s, want %s", tt.cell, got, tt.want)
		}
		checkProblem(t, r, tt.problem)
	}
}

func TestPoint(t *testing.T) {
	cherbourg := &orb.Point{-1.6164, 49.6386}
	for _, tt := range []struct {
		lat, lon string
		want     *orb.Point
		problem  string
	}{
		{"49.6386", "-1.6164", cherbourg, ""},
		{"49,6386", "-1,6164", cherbourg, ""},
		{"14.71", "-61.18", &orb.Point{-61.18, 14.71}, ""},
		{"-12.8", "45.2", &orb.Point{45.2, -12.8}, ""},
		{"48.5", "5e-05", &orb.Point{5e-05, 48.5}, ""},
		{"", "", nil, "manquent"},
		{"49.6", "", nil, "L'une des deux"},
		{"49.6.386", "-1.6", nil, "pas des nombres"},
		{"NaN", "#N/A", nil, "manquent"},
		{"inf", "0x10", nil, "pas des nombres"},
		{"0", "0.0", nil, "0 et 0"},
		{"-1.6164", "49.6386", nil, "Proposition : latitude 49.6386, longitude -1.6164"},
		{"6600000", "700000", nil, "projection: lambert-93"},
		{"700000", "6600000", nil, "projection: lambert-93"},
		{"49.6", "190", nil, "pas des degrés"},
		{"4963860", "-161640", nil, "pas des degrés"},
	} {
		r := newLayout("test", nil, "latitude", "longitude").row(7, []string{"latitude", "longitude"}, []string{tt.lat, tt.lon})
		if diff := cmp.Diff(tt.want, r.point()); diff != "" {
			t.Errorf("point(%s, %s): %s", tt.lat, tt.lon, diff)
		}
		checkProblem(t, &r, tt.problem)
		if tt.problem != "" && r.problems[0].Column != "latitude" {
			t.Errorf("column %q", r.problems[0].Column)
		}
	}
}

func TestList(t *testing.T) {
	for cell, want := range map[string][]string{
		"":                       nil,
		"a|b | a||":              {"a", "b"},
		"a;b ;a":                 {"a", "b"},
		"un; deux|trois":         {"un; deux", "trois"},
		"un seul, à vrai\n dire": {"un seul, à vrai dire"},
	} {
		if diff := cmp.Diff(want, cellRow("services", cell).list("services", nil)); diff != "" {
			t.Errorf("list(%q): %s", cell, diff)
		}
	}
}

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		" a\x00b\x1b\r\nc ":           "ab\nc",
		"a\tb":                        "a b",
		"\u202egnp.exe\u2066":         "gnp.exe",
		"<b>gras</b> & =1+1":          "<b>gras</b> & =1+1",
		"bad \xff byte":               "bad \ufffd byte",
		"\ufeffid":                    "id",
		"L’Œuvre d'Été\u00a0\u2013 é": "L’Œuvre d'Été\u00a0\u2013 é",
	} {
		if got := cleanText(in); got != want {
			t.Errorf("cleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	r := cellRow("c", `l\x27\xE9glise \u2013 a\x40b.fr \xZZ <b>`)
	if got, want := r.comment("c"), `l'église – a@b.fr \xZZ <b>`; got != want {
		t.Errorf("comment = %q, want %q", got, want)
	}
	cut := cellRow("c", strings.Repeat("mot ", 124)+"coup")
	if got := cut.comment("c"); !strings.HasSuffix(got, "coup…") {
		t.Errorf("comment = %q", got)
	}
	checkProblem(t, cut, "coupé")
	whole := cellRow("c", strings.Repeat("mot ", 124)+"fin.")
	whole.comment("c")
	checkProblem(t, whole, "")
}
